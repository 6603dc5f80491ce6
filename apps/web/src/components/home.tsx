import type { HomePage } from '@bodytext/content/home-page';
import type { TopicBranch } from '@bodytext/content/topic-page';
import { useWords } from '../words/words-context.tsx';
import { SearchForm } from './search.tsx';
import { TeaserList } from './teaser.tsx';

/** The way in: the newest articles and all topics. */
export function Home({ view: { site, topics, latest } }: { view: HomePage }) {
  const words = useWords();
  const { siteName, tagline, description } = site.settings;
  return (
    <div className="home">
      <header className="masthead">
        <h1>{tagline ?? siteName}</h1>
        {description && <p className="masthead-text">{description}</p>}
        <SearchForm />
      </header>
      {latest.length > 0 && (
        <section className="latest" aria-labelledby="latest">
          <h2 id="latest">{words.latest}</h2>
          <TeaserList teasers={latest} headingLevel={3} startsLarge />
        </section>
      )}
      {topics.length > 0 && (
        <section className="topic-index" aria-labelledby="topics">
          <h2 id="topics">{words.browse}</h2>
          <ul>
            {topics.map((topic) => (
              <li key={topic.id}>
                <TopicEntry topic={topic} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {latest.length === 0 && topics.length === 0 && <p>{words.nothingYet}</p>}
    </div>
  );
}

/** A topic with those below it. */
export function TopicEntry({ topic }: { topic: TopicBranch }) {
  return (
    <>
      <h3>
        <a href={topic.path}>{topic.title}</a>
      </h3>
      {topic.summary && <p>{topic.summary}</p>}
      {topic.children.length > 0 && (
        <ul className="topic-children">
          {topic.children.map(({ id, title, path }) => (
            <li key={id}>
              <a href={path}>{title}</a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
