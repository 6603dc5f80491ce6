import type { Site } from '@bodytext/content/site';
import { useWords } from '../words/words-context.tsx';

const maxTopics = 6;

/** On every page: the site's name and its topics. */
export function SiteHeader({ site }: { site: Site }) {
  const words = useWords();
  return (
    <header className="site-header">
      <a className="site-name" href="/">
        {site.settings.siteName}
      </a>
      <nav aria-label={words.topics}>
        <ul>
          {site.topics.slice(0, maxTopics).map(({ id, title, path }) => (
            <li key={id}>
              <a href={path}>{title}</a>
            </li>
          ))}
          {site.topics.length > maxTopics && (
            <li>
              <a href="/#topics">{words.allTopics}</a>
            </li>
          )}
          <li>
            <a href="/a-to-z">{words.aToZ.short}</a>
          </li>
          <li>
            <a href="/search">{words.search.title}</a>
          </li>
        </ul>
      </nav>
    </header>
  );
}
