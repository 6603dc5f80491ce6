import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SearchEntry } from '@bodytext/content/search-entries';
import { z } from 'zod';
import { nearestTerm } from './nearest-term.ts';

/** One article that was found. In `title` and `excerpt`, found words are marked: see `marks.ts`. */
export type SearchHit = { id: string; slug: string; topicId: string; title: string; headline: string; excerpt: string };

export type SearchResult = {
  hits: SearchHit[];
  /** How many there are in all. */
  total: number;
  /** The words that were searched for instead, when nothing was found for those that were asked. */
  corrected: string | undefined;
};

/** A change of these tables needs a new number: an index with another one is made anew. */
const shape = 2;
const mostTerms = 8;
const longestTerm = 40;

/** A hit in the title counts most, then one in the headline, the lead and the body. */
const weights = '0, 10, 6, 4, 1';

const tables = `
  DROP TABLE IF EXISTS texts; DROP TABLE IF EXISTS entries; DROP TABLE IF EXISTS state; DROP TABLE IF EXISTS words;
  CREATE VIRTUAL TABLE texts USING fts5(
    id UNINDEXED, title, headline, lead, body, tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3'
  );
  CREATE VIRTUAL TABLE words USING fts5vocab(texts, 'row');
  CREATE TABLE entries (
    id TEXT PRIMARY KEY, slug TEXT NOT NULL, topic TEXT NOT NULL, listing TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE state (position INTEGER NOT NULL, topics TEXT NOT NULL);
  PRAGMA user_version = ${shape};
`;

const stateRow = z.object({ position: z.number(), topics: z.string() });
const hitRow = z.object({
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

/**
 * The words of all articles, in SQLite's full-text index: it outlives a restart, and a change costs as much as the
 * article that changed.
 *
 * @see https://www.sqlite.org/fts5.html
 */
export class SearchIndex {
  readonly #database: DatabaseSync;

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#database = new DatabaseSync(file);
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    const { user_version } = z.object({ user_version: z.number() }).parse(this.#row('PRAGMA user_version'));
    if (user_version !== shape) this.#database.exec(tables);
  }

  /** How far the index has come: see `ExpiredTags`. Undefined while it was never filled. */
  get state(): { position: number; topics: unknown[] } | undefined {
    const row = stateRow.safeParse(this.#row('SELECT position, topics FROM state')).data;
    return row && { position: row.position, topics: z.array(z.unknown()).parse(JSON.parse(row.topics)) };
  }

  /** Takes in what changed, all at once: articles that are new or different, and those that are gone. */
  update(change: { entries: readonly SearchEntry[]; gone: readonly string[]; position: number; topics: unknown[] }) {
    this.#inTransaction(() => {
      for (const id of change.gone) this.#remove(id);
      for (const entry of change.entries) this.#put(entry);
      this.#setState(change.position, change.topics);
    });
  }

  /** Replaces everything. */
  replace(all: { entries: readonly SearchEntry[]; position: number; topics: unknown[] }): void {
    this.#inTransaction(() => {
      this.#database.exec('DELETE FROM texts; DELETE FROM entries;');
      for (const entry of all.entries) this.#put(entry);
      this.#setState(all.position, all.topics);
    });
  }

  /**
   * The articles that have all the words, the last of which may be a beginning; failing that, those with the words that
   * were most likely meant; failing that, those with some of them.
   *
   * @param hidden articles that must not be shown, since they changed and could not be read again
   */
  search(query: string, options: { limit: number; hidden: readonly string[] }): SearchResult {
    const terms = termsOf(query);
    if (terms.length === 0) return { hits: [], total: 0, corrected: undefined };
    const asked = this.#find(allOf(terms), options);
    if (asked.total > 0) return { ...asked, corrected: undefined };
    const meant = terms.map((term) => (this.#isKnown(term) ? term : (nearestTerm(term, this.#words()) ?? term)));
    const corrected = meant.join(' ') === terms.join(' ') ? undefined : meant.join(' ');
    const near = corrected === undefined ? asked : this.#find(allOf(meant), options);
    if (near.total > 0) return { ...near, corrected };
    return { ...this.#find(anyOf(meant), options), corrected };
  }

  /** What lists of all articles need of each, in the order of ids. */
  listings(hidden: readonly string[]): unknown[] {
    const sql = 'SELECT listing FROM entries WHERE id NOT IN (SELECT value FROM json_each(?)) ORDER BY id';
    const rows = this.#database.prepare(sql).all(JSON.stringify(hidden));
    return rows.map((row) => JSON.parse(listingRow.parse(row).listing));
  }

  close(): void {
    this.#database.close();
  }

  #find(match: string, { limit, hidden }: { limit: number; hidden: readonly string[] }) {
    const isShown = 'texts MATCH ? AND id NOT IN (SELECT value FROM json_each(?))';
    const values = [match, JSON.stringify(hidden)];
    const { total } = countRow.parse(
      this.#database.prepare(`SELECT count(*) AS total FROM texts WHERE ${isShown}`).get(...values),
    );
    const found = this.#database
      .prepare(
        `SELECT id, slug, topic, headline,
           highlight(texts, 1, char(2), char(3)) AS title,
           snippet(texts, -1, char(2), char(3), '…', 32) AS excerpt
         FROM texts JOIN entries USING (id) WHERE ${isShown}
         ORDER BY bm25(texts, ${weights}), title, id LIMIT ?`,
      )
      .all(...values, limit);
    const hits = found.map((row): SearchHit => {
      const { topic: topicId, ...hit } = hitRow.parse(row);
      return { ...hit, topicId };
    });
    return { hits, total };
  }

  /** Whether any article has the word, or one that begins with it. */
  #isKnown(term: string): boolean {
    return this.#database.prepare('SELECT 1 FROM texts WHERE texts MATCH ? LIMIT 1').get(begins(term)) !== undefined;
  }

  *#words(): Generator<{ term: string; uses: number }> {
    for (const row of this.#database.prepare('SELECT term, doc AS uses FROM words').iterate()) yield wordRow.parse(row);
  }

  #put(entry: SearchEntry): void {
    this.#remove(entry.id);
    const { id, slug, topicId, title, headline, lead, body, listing } = entry;
    this.#database
      .prepare('INSERT INTO entries (id, slug, topic, listing) VALUES (?, ?, ?, ?)')
      .run(id, slug, topicId, JSON.stringify(listing ?? null));
    this.#database
      .prepare('INSERT INTO texts (id, title, headline, lead, body) VALUES (?, ?, ?, ?, ?)')
      .run(id, title, headline, lead, body);
  }

  #remove(id: string): void {
    const { changes } = this.#database.prepare('DELETE FROM entries WHERE id = ?').run(id);
    // `id` is not indexed in the full-text table: only what is there is looked for.
    if (changes > 0) this.#database.prepare('DELETE FROM texts WHERE id = ?').run(id);
  }

  #setState(position: number, topics: unknown[]): void {
    this.#database.exec('DELETE FROM state');
    this.#database.prepare('INSERT INTO state (position, topics) VALUES (?, ?)').run(position, JSON.stringify(topics));
  }

  #row(sql: string): unknown {
    return this.#database.prepare(sql).get();
  }

  #inTransaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

/** The words of what somebody typed: nothing in it is an operator. */
function termsOf(query: string): string[] {
  const terms =
    query
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(terms.map((term) => term.slice(0, longestTerm)))].slice(0, mostTerms);
}

const whole = (term: string): string => `"${term}"`;
const begins = (term: string): string => (term.length < 2 ? whole(term) : `"${term}" *`);
/** Whoever types on may not have finished the last word. */
const allOf = (terms: readonly string[]): string =>
  terms.map((term, index) => (index === terms.length - 1 ? begins(term) : whole(term))).join(' AND ');
const anyOf = (terms: readonly string[]): string => terms.map(whole).join(' OR ');
