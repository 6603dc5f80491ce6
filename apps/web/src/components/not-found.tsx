import type { HomePage } from '@bodytext/content/home-page';
import { useWords } from '../words/words-context.tsx';
import { TopicEntry } from './home.tsx';
import { SearchForm } from './search.tsx';

/** What readers get where nothing is: no dead end. */
export function NotFound({ topics }: Pick<HomePage, 'topics'>) {
  const words = useWords();
  return (
    <div className="not-found">
      <header className="page-header">
        <h1>{words.notFound.title}</h1>
        <p className="lead">{words.notFound.text}</p>
        <SearchForm />
      </header>
      <section className="topic-index" aria-labelledby="topics">
        <h2 id="topics">{words.notFound.ways}</h2>
        <ul>
          <li>
            <h3>
              <a href="/">{words.home}</a>
            </h3>
          </li>
          {topics.map((topic) => (
            <li key={topic.id}>
              <TopicEntry topic={topic} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
