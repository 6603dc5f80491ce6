import type { Site } from '@bodytext/content/site';
import { Fragment, type ReactNode } from 'react';
import { highlightEnd, highlightStart } from '../search/highlight.ts';
import type { FoundArticles } from '../search/search.ts';
import { Parts, useWords } from '../words/words-context.tsx';
import { TopicIndex } from './topic-index.tsx';

/** The search form. It works without script. */
export function SearchForm({ query = '' }: { query?: string }) {
  const words = useWords();
  return (
    <search className="search-form">
      <form action="/search" method="get">
        <label htmlFor="q">{words.search.label}</label>
        <div className="search-row">
          <input id="q" name="q" type="search" defaultValue={query} autoComplete="off" maxLength={200} />
          <button type="submit">{words.search.button}</button>
        </div>
      </form>
      {/* Progressive enhancement: results while the reader types. */}
      <script type="module" src="/instant-search.js" />
    </search>
  );
}

type Props = {
  query: string;
  /** Null without a query; undefined while search is unavailable. */
  found: FoundArticles | null | undefined;
  topics: Site['topics'];
};

export function Search({ query, found, topics }: Props) {
  const words = useWords();
  return (
    <div className="search-page">
      <header className="page-header">
        <h1>{words.search.title}</h1>
      </header>
      <SearchForm query={query} />
      <div id="found">
        {found === undefined && <p role="status">{words.search.unavailable}</p>}
        {found && <Results query={query} found={found} />}
        {/* Without results, readers can browse. */}
        {!found?.total && topics.length > 0 && <TopicIndex title={words.browse} topics={topics} />}
      </div>
    </div>
  );
}

function Results({ query, found }: { query: string; found: FoundArticles }) {
  const { hits, total, page, pages, corrected } = found;
  const words = useWords();
  return (
    <section className="search-results" aria-labelledby="results">
      <h2 id="results">{total === 0 ? words.search.nothing(query) : words.search.found(total, corrected ?? query)}</h2>
      {corrected && total > 0 && <p className="search-corrected">{words.search.corrected(query)}</p>}
      {total === 0 && (
        <p>
          <Parts>{words.search.instead<ReactNode>(<a href="/a-to-z">{words.aToZ.title}</a>)}</Parts>
        </p>
      )}
      <ol>
        {hits.map(({ id, title, headline, excerpt, path, topic }) => (
          <li key={id}>
            <p className="kicker">{topic}</p>
            <h3>
              <a href={path}>
                <Highlighted text={title} />
              </a>
            </h3>
            <p className="search-headline">{headline}</p>
            <p className="search-excerpt">
              <Highlighted text={excerpt} />
            </p>
          </li>
        ))}
      </ol>
      {pages > 1 && <Pagination query={query} page={page} pages={pages} />}
    </section>
  );
}

function Pagination({ query, page, pages }: { query: string; page: number; pages: number }) {
  const words = useWords();
  return (
    <nav className="search-pages" aria-label={words.search.pages}>
      {page > 1 && (
        <a href={pathOf(query, page - 1)} rel="prev">
          {words.search.previous}
        </a>
      )}
      <span>{words.search.page(page, pages)}</span>
      {page < pages && (
        <a href={pathOf(query, page + 1)} rel="next">
          {words.search.next}
        </a>
      )}
    </nav>
  );
}

function pathOf(query: string, page: number): string {
  const params = new URLSearchParams({ q: query });
  if (page > 1) params.set('page', String(page));
  return `/search?${params}`;
}

/** Text with the matches highlighted. */
function Highlighted({ text }: { text: string }) {
  const [first = '', ...others] = text.split(highlightStart);
  return (
    <>
      {first}
      {others.map((part, index) => {
        const [match = '', rest = ''] = part.split(highlightEnd);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no id, and are never reordered.
          <Fragment key={index}>
            <mark>{match}</mark>
            {rest}
          </Fragment>
        );
      })}
    </>
  );
}
