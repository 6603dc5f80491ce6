import type { Site } from '@bodytext/content/site';
import { useWords } from '../words/words-context.tsx';

const mostTopics = 6;

/** The site's name and its topics, the same on every page. */
export function SiteHeader({ site }: { site: Site }) {
  const words = useWords();
  return (
    <header className="site-header">
      <a className="site-name" href="/">
        {site.settings.siteName}
      </a>
      <nav aria-label={words.topics}>
        <ul>
          {site.topics.slice(0, mostTopics).map(({ id, title, path }) => (
            <li key={id}>
              <a href={path}>{title}</a>
            </li>
          ))}
          {site.topics.length > mostTopics && (
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
