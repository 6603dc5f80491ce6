import type { Reference } from '@bodytext/schema/reference';
import { useWords } from '../words/words-context.tsx';
import type { CitedPlace } from './citation.tsx';

type Props = { references: Reference[]; places: ReadonlyMap<object, CitedPlace> };

/** The references, numbered as they are cited, with links back to the citations. */
export function References({ references, places }: Props) {
  const words = useWords();
  if (references.length === 0) return null;
  return (
    <section className="references" aria-labelledby="references">
      <h2 id="references">{words.references}</h2>
      <ol>
        {references.map((reference, index) => (
          <li key={reference._id} id={`reference-${index + 1}`}>
            <Work reference={reference} />
            <BackLinks number={index + 1} anchors={anchorsOf(index + 1, places)} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Work({ reference }: { reference: Reference }) {
  const words = useWords();
  const { title, authors, publisher, year, doi, accessedOn } = reference;
  const url = reference.url ?? (doi && `https://doi.org/${encodeURI(doi)}`);
  const origin = [publisher, year].filter((part) => part !== undefined && part !== '').join(', ');
  return (
    <>
      {authors && `${endSentence(authors)} `}
      <cite>{url ? <a href={url}>{title}</a> : title}</cite>
      {/[.?!]$/.test(title) ? ' ' : '. '}
      {origin && `${endSentence(origin)} `}
      {doi && `${words.doi}: ${doi}. `}
      {accessedOn && `${words.accessed(accessedOn)} `}
    </>
  );
}

function BackLinks({ number, anchors }: { number: number; anchors: string[] }) {
  const words = useWords();
  return (
    <span className="back-links">
      {anchors.map((anchor, index) => (
        <a key={anchor} href={`#${anchor}`} aria-label={words.backToText(number, index + 1, anchors.length)}>
          ↑
        </a>
      ))}
    </span>
  );
}

function anchorsOf(number: number, places: ReadonlyMap<object, CitedPlace>): string[] {
  return [...places.values()].filter((place) => place.number === number).map(({ anchor }) => anchor);
}

function endSentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
