import type { Article } from '@bodytext/schema/article';
import { sectionNames } from '@bodytext/schema/section';
import { useWords } from '../words/words-context.tsx';

/** Links to the article's sections. */
export function OnThisPage({ article, hasReferences }: { article: Article; hasReferences: boolean }) {
  const words = useWords();
  return (
    <nav className="on-this-page" aria-labelledby="on-this-page">
      <h2 id="on-this-page">{words.onThisPage}</h2>
      <ol>
        {sectionNames.map((name) => (
          <li key={name}>
            <a href={`#${name}`}>{article[name].heading}</a>
          </li>
        ))}
        {hasReferences && (
          <li>
            <a href="#references">{words.references}</a>
          </li>
        )}
      </ol>
    </nav>
  );
}
