import type { Teaser } from '@bodytext/content/teaser';
import { useWords } from '../words/words-context.tsx';

type Props = { topic: string; previous: Teaser | undefined; next: Teaser | undefined };

/** Links to the previous and the next article of the topic. */
export function Neighbours({ topic, previous, next }: Props) {
  const words = useWords();
  if (!previous && !next) return null;
  return (
    <nav className="neighbours" aria-label={words.neighbours.title(topic)}>
      {previous && (
        <a className="neighbour-previous" href={previous.path} rel="prev">
          <span className="neighbour-label">{words.neighbours.previous}</span> {previous.title}
        </a>
      )}
      {next && (
        <a className="neighbour-next" href={next.path} rel="next">
          <span className="neighbour-label">{words.neighbours.next}</span> {next.title}
        </a>
      )}
    </nav>
  );
}
