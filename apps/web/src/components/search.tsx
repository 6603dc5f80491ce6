import type { Site } from '@bodytext/content/site';
import { Fragment, type ReactNode } from 'react';
import type { FoundArticles } from '../search/find.ts';
import { markEnd, markStart } from '../search/marks.ts';
import { Parts, useWords } from '../words/words-context.tsx';
import { TopicIndex } from './topic-index.tsx';

/** The one field of a search, wherever it stands. A plain form: it needs no script. */
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
      {/* It answers while one types. Nothing waits for it, and nothing needs it. */}
      <script type="module" src="/instant-search.js" />
    </search>
  );
}

type Props = {
  query: string;
  /** Null before anything was asked; undefined while search can't answer. */
  found: FoundArticles | null | undefined;
  topics: Site['topics'];
};

/** The search page: what was asked, what was found, and what to do when nothing was. */
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
        {/* Ways on for who has no word for it, or one that no article has. */}
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
                <Marked text={title} />
              </a>
            </h3>
            <p className="search-headline">{headline}</p>
            <p className="search-excerpt">
              <Marked text={excerpt} />
            </p>
          </li>
        ))}
      </ol>
      {pages > 1 && <Pages query={query} page={page} pages={pages} />}
    </section>
  );
}

/** The way to the rest of what was found. */
function Pages({ query, page, pages }: { query: string; page: number; pages: number }) {
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
  const asked = new URLSearchParams({ q: query });
  if (page > 1) asked.set('page', String(page));
  return `/search?${asked}`;
}

/** Text with the words that were searched for marked. */
function Marked({ text }: { text: string }) {
  const [first = '', ...others] = text.split(markStart);
  return (
    <>
      {first}
      {others.map((part, index) => {
        const [marked = '', rest = ''] = part.split(markEnd);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name, and never move.
          <Fragment key={index}>
            <mark>{marked}</mark>
            {rest}
          </Fragment>
        );
      })}
    </>
  );
}
