import type { HomePage } from '@bodytext/content/home-page';
import { useWords } from '../words/words-context.tsx';
import { SearchForm } from './search.tsx';
import { TopicIndex } from './topic-index.tsx';

/** The not-found page, with search and all topics. */
export function NotFound({ topics }: Pick<HomePage, 'topics'>) {
  const words = useWords();
  return (
    <div className="not-found">
      <header className="page-header">
        <h1>{words.notFound.title}</h1>
        <p className="lead">{words.notFound.text}</p>
        <SearchForm />
      </header>
      <TopicIndex title={words.notFound.ways} topics={topics}>
        <li>
          <h3>
            <a href="/">{words.home}</a>
          </h3>
        </li>
      </TopicIndex>
    </div>
  );
}
