import type { HomePage } from '@bodytext/content/home-page';
import { useWords } from '../words/words-context.tsx';
import { SearchForm } from './search.tsx';
import { TeaserList } from './teaser.tsx';
import { TopicIndex } from './topic-index.tsx';

/** The home page: search, the newest articles and all topics. */
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
      {topics.length > 0 && <TopicIndex title={words.browse} topics={topics} />}
      {latest.length === 0 && topics.length === 0 && <p>{words.nothingYet}</p>}
    </div>
  );
}
