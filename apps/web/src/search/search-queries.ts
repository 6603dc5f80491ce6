import type { DatabaseSync } from 'node:sqlite';
import type { SearchEntry } from '@bodytext/content/search-entries';
import { z } from 'zod';
import { limits } from '../limits.ts';
import { anyOf, begins, termsOf, whole } from './match.ts';
import { nearestTerm, slipsAllowed } from './nearest-term.ts';
import { weights } from './search-tables.ts';

/** One article that was found. In `title` and `excerpt`, found words are marked: see `marks.ts`. */
export type SearchHit = { id: string; slug: string; topicId: string; title: string; headline: string; excerpt: string };

export type SearchResult = {
  /** Those on this page. */
  hits: SearchHit[];
  /** How many there are in all. */
  total: number;
  /** Which page this is, from 1, and how many there are: none where nothing was found. */
  page: number;
  pages: number;
  /** The words that were searched for instead, when nothing was found for those that were asked. */
  corrected: string | undefined;
};

export type SearchOptions = {
  /** One that there is not is the first. */
  page: number;
  pageSize: number;
  /** Articles that must not be shown, since they changed and could not be read again. */
  hidden: readonly string[];
  /** The topics that have an address: an article in another has none. */
  topics: readonly string[];
};

const mostBegun = limits.wordsBegun.value;

/** Every article that is found and may be shown. The full text leads: from the entries it would be asked for each. */
const shown = `texts CROSS JOIN entries ON entries.number = texts.rowid
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

/**
 * What is asked of the words of all articles, in SQLite's full-text index, and how they get there.
 *
 * @see https://www.sqlite.org/fts5.html
 */
export class SearchQueries {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
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
      this.#database.exec(
        `DELETE FROM texts; INSERT INTO spellings (spellings) VALUES ('delete-all'); DELETE FROM entries;`,
      );
      for (const entry of all.entries) this.#put(entry);
      this.#setState(all.position, all.topics);
    });
  }

  /**
   * The articles that have all the words, the last of which may be a beginning; failing that, those with the words that
   * were most likely meant; failing that, those with some of them.
   */
  search(query: string, options: SearchOptions): SearchResult {
    const terms = termsOf(query);
    if (terms.length === 0) return { hits: [], total: 0, page: 1, pages: 0, corrected: undefined };
    const asked = this.#find(this.#allOf(terms), options);
    if (asked.total > 0) return { ...asked, corrected: undefined };
    const meant = this.#meant(terms);
    const corrected = meant.join(' ') === terms.join(' ') ? undefined : meant.join(' ');
    const near = corrected === undefined ? asked : this.#find(this.#allOf(meant), options);
    if (near.total > 0) return { ...near, corrected };
    return { ...this.#find(anyOf(meant), options), corrected };
  }

  /** What lists of all articles need of each, in the order of ids. */
  listings(hidden: readonly string[]): unknown[] {
    const sql = 'SELECT listing FROM entries WHERE id NOT IN (SELECT value FROM json_each(?)) ORDER BY id';
    const rows = this.#database.prepare(sql).all(JSON.stringify(hidden));
    return rows.map((row) => JSON.parse(listingRow.parse(row).listing));
  }

  #find(match: string, { page: asked, pageSize, hidden, topics }: SearchOptions): Omit<SearchResult, 'corrected'> {
    const values = [match, JSON.stringify(hidden), JSON.stringify(topics)];
    const { total } = countRow.parse(this.#row(`SELECT count(*) AS total FROM ${shown}`, ...values));
    const pages = Math.ceil(total / pageSize);
    const page = asked <= pages ? asked : 1;
    const best = this.#database
      .prepare(`SELECT number FROM ${shown} ORDER BY bm25(texts, ${weights}), texts.title, id LIMIT ? OFFSET ?`)
      .all(...values, pageSize, (page - 1) * pageSize)
      .map((row) => numberRow.parse(row).number);
    return { hits: this.#hits(match, best), total, page, pages };
  }

  /** Only of these are words marked: the database would else mark those of every article on the pages before. */
  #hits(match: string, numbers: readonly number[]): SearchHit[] {
    const rows = this.#database
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

  /** Whoever types on may not have finished the last word. */
  #allOf(terms: readonly string[]): string {
    const last = terms.length - 1;
    return terms.map((term, index) => (index === last ? `(${this.#begun(term)})` : whole(term))).join(' AND ');
  }

  /**
   * What begins with a term. Who types past a stem has left it: no stem begins with “inflammati”. So words that do are
   * looked for whole, where they find what their stems did not: one that is found already would count twice.
   */
  #begun(term: string): string {
    const stems = begins(term);
    const words = term.length < 2 ? [] : this.#wordsThatBegin(term);
    if (words.length === 0 || !this.#isAny(`(${anyOf(words)}) NOT ${stems}`)) return stems;
    return words.reduce(
      (found, word) => (this.#isAny(`${whole(word)} NOT (${found})`) ? `${found} OR ${whole(word)}` : found),
      stems,
    );
  }

  /** Whether any article has the word, or one that begins with it. */
  #isKnown(term: string): boolean {
    return this.#isAny(this.#begun(term));
  }

  #isAny(match: string): boolean {
    return this.#row('SELECT 1 FROM texts WHERE texts MATCH ? LIMIT 1', match) !== undefined;
  }

  /** The words are gone through once, however many terms are unknown. */
  #meant(terms: string[]): string[] {
    const unknown = new Set(terms.filter((term) => slipsAllowed(term) > 0 && !this.#isKnown(term)));
    if (unknown.size === 0) return terms;
    const vocabulary = [...this.#words('SELECT term, doc AS uses FROM words')];
    return terms.map((term) => (unknown.has(term) ? (nearestTerm(term, vocabulary) ?? term) : term));
  }

  /** The shortest come first: of what begins with a few letters, only those have a stem that is shorter still. */
  #wordsThatBegin(term: string): string[] {
    const sql = 'SELECT term, doc AS uses FROM words WHERE term >= ? AND term < ? ORDER BY length(term), term LIMIT ?';
    return [...this.#words(sql, term, `${term}\u{10FFFF}`, mostBegun)].map((word) => word.term);
  }

  *#words(sql: string, ...values: (string | number)[]): Generator<{ term: string; uses: number }> {
    for (const row of this.#database.prepare(sql).iterate(...values)) yield wordRow.parse(row);
  }

  #put(entry: SearchEntry): void {
    this.#remove(entry.id);
    const { id, slug, topicId, title, headline, lead, body, listing } = entry;
    const { lastInsertRowid: number } = this.#database
      .prepare('INSERT INTO entries (id, slug, topic, listing) VALUES (?, ?, ?, ?)')
      .run(id, slug, topicId, JSON.stringify(listing ?? null));
    this.#database
      .prepare('INSERT INTO texts (rowid, title, headline, lead, body) VALUES (?, ?, ?, ?, ?)')
      .run(number, title, headline, lead, body);
    // As what is typed is: see `termsOf`.
    const text = [title, headline, lead, body].join('\n').normalize('NFKC');
    this.#database.prepare('INSERT INTO spellings (rowid, text) VALUES (?, ?)').run(number, text);
  }

  #remove(id: string): void {
    const known = numberRow.safeParse(this.#row('SELECT number FROM entries WHERE id = ?', id)).data;
    if (known === undefined) return;
    this.#database.prepare('DELETE FROM texts WHERE rowid = ?').run(known.number);
    this.#database.prepare('DELETE FROM spellings WHERE rowid = ?').run(known.number);
    this.#database.prepare('DELETE FROM entries WHERE number = ?').run(known.number);
  }

  #setState(position: number, topics: unknown[]): void {
    this.#database.exec('DELETE FROM state');
    this.#database.prepare('INSERT INTO state (position, topics) VALUES (?, ?)').run(position, JSON.stringify(topics));
  }

  #row(sql: string, ...values: (string | number)[]): unknown {
    return this.#database.prepare(sql).get(...values);
  }

  #inTransaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      // SQLite may have rolled back by itself, for instance when the file is damaged.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}
