import type { DatabaseSync } from 'node:sqlite';
import type { SearchEntry } from '@bodytext/content/search-entries';
import { z } from 'zod';
import { limits } from '../limits.ts';
import { anyOf, phrase, prefix, termsOf } from './fts-query.ts';
import { columnWeights } from './search-schema.ts';
import { allowedEdits, closestTerm } from './spelling-correction.ts';

/** An article that matches. In `title` and `excerpt`, matches are highlighted: see `highlight.ts`. */
export type SearchHit = { id: string; slug: string; topicId: string; title: string; headline: string; excerpt: string };

export type SearchResult = {
  /** The hits on this page. */
  hits: SearchHit[];
  /** The number of hits on all pages. */
  total: number;
  /** From 1. */
  page: number;
  pages: number;
  /** The corrected query, when nothing matched the query itself. */
  corrected: string | undefined;
};

export type SearchOptions = {
  /** From 1; a page behind the last counts as 1. */
  page: number;
  pageSize: number;
  /** Ids of articles that were unpublished since the last sync. */
  hidden: readonly string[];
  /** Ids of topics that have an address: articles in other topics have none. */
  topics: readonly string[];
};

/** Matching articles that may be shown. CROSS JOIN fixes the join order: otherwise FTS5 would be queried once per entry. */
const matching = `texts CROSS JOIN entries ON entries.number = texts.rowid
  WHERE texts MATCH ?
    AND id NOT IN (SELECT value FROM json_each(?))
    AND topic IN (SELECT value FROM json_each(?))`;

const stateRow = z.object({ position: z.number(), topics: z.string() });
const numberRow = z.object({ number: z.number() });
const hitRow = numberRow.extend({
  id: z.string(),
  slug: z.string(),
  topic: z.string(),
  title: z.string(),
  headline: z.string(),
  excerpt: z.string(),
});
const listingRow = z.object({ listing: z.string() });
const countRow = z.object({ total: z.number() });
const wordRow = z.object({ term: z.string(), uses: z.number() });

export type SearchQueries = ReturnType<typeof createSearchQueries>;

/**
 * The reads and writes of the full-text index.
 *
 * @see https://www.sqlite.org/fts5.html
 */
export function createSearchQueries(database: DatabaseSync) {
  return {
    /** See `SearchIndex`. */
    state(): { position: number; topics: unknown[] } | undefined {
      const row = stateRow.safeParse(get('SELECT position, topics FROM state')).data;
      return row && { position: row.position, topics: z.array(z.unknown()).parse(JSON.parse(row.topics)) };
    },

    update(change: { entries: readonly SearchEntry[]; gone: readonly string[]; position: number; topics: unknown[] }) {
      inTransaction(() => {
        for (const id of change.gone) remove(id);
        for (const entry of change.entries) put(entry);
        setState(change.position, change.topics);
      });
    },

    replace(all: { entries: readonly SearchEntry[]; position: number; topics: unknown[] }): void {
      inTransaction(() => {
        database.exec(
          `DELETE FROM texts; INSERT INTO spellings (spellings) VALUES ('delete-all'); DELETE FROM entries;`,
        );
        for (const entry of all.entries) put(entry);
        setState(all.position, all.topics);
      });
    },

    /**
     * Articles with all terms, of which the last is a prefix; if there are none, those with all corrected terms; if there
     * are none, those with any corrected term.
     */
    search(query: string, options: SearchOptions): SearchResult {
      const terms = termsOf(query);
      if (terms.length === 0) return { hits: [], total: 0, page: 1, pages: 0, corrected: undefined };
      const exact = find(allOf(terms), options);
      if (exact.total > 0) return { ...exact, corrected: undefined };
      const correctedTerms = correct(terms);
      const corrected = correctedTerms.join(' ') === terms.join(' ') ? undefined : correctedTerms.join(' ');
      const close = corrected === undefined ? exact : find(allOf(correctedTerms), options);
      if (close.total > 0) return { ...close, corrected };
      return { ...find(anyOf(correctedTerms), options), corrected };
    },

    listings(hidden: readonly string[]): unknown[] {
      const sql = 'SELECT listing FROM entries WHERE id NOT IN (SELECT value FROM json_each(?)) ORDER BY id';
      const rows = database.prepare(sql).all(JSON.stringify(hidden));
      return rows.map((row) => JSON.parse(listingRow.parse(row).listing));
    },
  };

  function find(
    match: string,
    { page: requested, pageSize, hidden, topics }: SearchOptions,
  ): Omit<SearchResult, 'corrected'> {
    const values = [match, JSON.stringify(hidden), JSON.stringify(topics)];
    const { total } = countRow.parse(get(`SELECT count(*) AS total FROM ${matching}`, ...values));
    const pages = Math.ceil(total / pageSize);
    const page = requested <= pages ? requested : 1;
    const best = database
      .prepare(
        `SELECT number FROM ${matching} ORDER BY bm25(texts, ${columnWeights}), texts.title, id LIMIT ? OFFSET ?`,
      )
      .all(...values, pageSize, (page - 1) * pageSize)
      .map((row) => numberRow.parse(row).number);
    return { hits: hitsOf(match, best), total, page, pages };
  }

  /** A query of its own: in the ranking query, SQLite would highlight every article of the pages before as well. */
  function hitsOf(match: string, numbers: readonly number[]): SearchHit[] {
    const rows = database
      .prepare(
        `SELECT number, id, slug, topic, headline,
           highlight(texts, 0, char(2), char(3)) AS title,
           snippet(texts, -1, char(2), char(3), '…', 32) AS excerpt
         FROM texts CROSS JOIN entries ON entries.number = texts.rowid
         WHERE texts MATCH ? AND +texts.rowid IN (SELECT value FROM json_each(?))`,
      )
      .all(match, JSON.stringify(numbers))
      .map((row) => hitRow.parse(row))
      .toSorted((a, b) => numbers.indexOf(a.number) - numbers.indexOf(b.number));
    return rows.map(({ number: _number, topic: topicId, ...hit }) => ({ ...hit, topicId }));
  }

  /** The last term is a prefix: the reader may still be typing it. */
  function allOf(terms: readonly string[]): string {
    const last = terms.length - 1;
    return terms.map((term, index) => (index === last ? `(${prefixOf(term)})` : phrase(term))).join(' AND ');
  }

  /**
   * What a prefix matches. The index has stems, and a prefix that is longer than the stem matches none: no stem starts with
   * “inflammati”. So the vocabulary's words with the prefix are added, unless their stems match already: a word that
   * matches twice would rank too high.
   */
  function prefixOf(term: string): string {
    const stems = prefix(term);
    const words = term.length < 2 ? [] : wordsWithPrefix(term);
    if (words.length === 0 || !matchesAny(`(${anyOf(words)}) NOT ${stems}`)) return stems;
    return words.reduce(
      (found, word) => (matchesAny(`${phrase(word)} NOT (${found})`) ? `${found} OR ${phrase(word)}` : found),
      stems,
    );
  }

  function isKnown(term: string): boolean {
    return matchesAny(prefixOf(term));
  }

  function matchesAny(match: string): boolean {
    return get('SELECT 1 FROM texts WHERE texts MATCH ? LIMIT 1', match) !== undefined;
  }

  /** Corrects unknown terms; reads the vocabulary once for all of them. */
  function correct(terms: string[]): string[] {
    const unknown = new Set(terms.filter((term) => allowedEdits(term) > 0 && !isKnown(term)));
    if (unknown.size === 0) return terms;
    const vocabulary = [...words('SELECT term, doc AS uses FROM words')];
    return terms.map((term) => (unknown.has(term) ? (closestTerm(term, vocabulary) ?? term) : term));
  }

  /** Shortest first: only short words have a stem that is shorter than the prefix. */
  function wordsWithPrefix(term: string): string[] {
    const sql = 'SELECT term, doc AS uses FROM words WHERE term >= ? AND term < ? ORDER BY length(term), term LIMIT ?';
    return [...words(sql, term, `${term}\u{10FFFF}`, limits.prefixExpansions.value)].map((word) => word.term);
  }

  function* words(sql: string, ...values: (string | number)[]): Generator<{ term: string; uses: number }> {
    for (const row of database.prepare(sql).iterate(...values)) yield wordRow.parse(row);
  }

  function put(entry: SearchEntry): void {
    remove(entry.id);
    const { id, slug, topicId, title, headline, lead, body, listing } = entry;
    const { lastInsertRowid: number } = database
      .prepare('INSERT INTO entries (id, slug, topic, listing) VALUES (?, ?, ?, ?)')
      .run(id, slug, topicId, JSON.stringify(listing ?? null));
    database
      .prepare('INSERT INTO texts (rowid, title, headline, lead, body) VALUES (?, ?, ?, ?, ?)')
      .run(number, title, headline, lead, body);
    // Normalized like the query: see `termsOf`.
    const text = [title, headline, lead, body].join('\n').normalize('NFKC');
    database.prepare('INSERT INTO spellings (rowid, text) VALUES (?, ?)').run(number, text);
  }

  function remove(id: string): void {
    const known = numberRow.safeParse(get('SELECT number FROM entries WHERE id = ?', id)).data;
    if (known === undefined) return;
    database.prepare('DELETE FROM texts WHERE rowid = ?').run(known.number);
    database.prepare('DELETE FROM spellings WHERE rowid = ?').run(known.number);
    database.prepare('DELETE FROM entries WHERE number = ?').run(known.number);
  }

  function setState(position: number, topics: unknown[]): void {
    database.exec('DELETE FROM state');
    database.prepare('INSERT INTO state (position, topics) VALUES (?, ?)').run(position, JSON.stringify(topics));
  }

  function get(sql: string, ...values: (string | number)[]): unknown {
    return database.prepare(sql).get(...values);
  }

  function inTransaction(work: () => void): void {
    database.exec('BEGIN IMMEDIATE');
    try {
      work();
      database.exec('COMMIT');
    } catch (error) {
      // SQLite may have rolled back itself, for instance when the file is damaged.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}
