import type { SearchEntry } from '@bodytext/content/search-entries';
import { SelfHealingDatabase } from '@bodytext/data-dir/self-healing-database';
import { z } from 'zod';
import { type SearchOptions, SearchQueries, type SearchResult } from './search-queries.ts';
import { shape, tableNames, tables } from './search-tables.ts';

const version = z.object({ user_version: z.number() });

/**
 * The words of all articles: they outlive a restart, and a change costs as much as the article that changed. An index
 * that was damaged begins anew, empty, and says so by a `DatabaseReplaced`: it is then to be filled again.
 */
export class SearchIndex {
  readonly #database: SelfHealingDatabase;

  constructor(file: string) {
    this.#database = new SelfHealingDatabase(file, {
      onCorruption: 'delete',
      prepare(database) {
        database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
        const { user_version } = version.parse(database.prepare('PRAGMA user_version').get());
        if (user_version !== shape) database.exec(tables);
        for (const table of tableNames) database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get();
      },
    });
  }

  /** How far the index has come: see `ExpiredTags`. Undefined while it was never filled. */
  get state(): { position: number; topics: unknown[] } | undefined {
    return this.#ask((queries) => queries.state);
  }

  /** Takes in what changed, all at once: articles that are new or different, and those that are gone. */
  update(change: { entries: readonly SearchEntry[]; gone: readonly string[]; position: number; topics: unknown[] }) {
    this.#ask((queries) => queries.update(change));
  }

  /** Replaces everything. */
  replace(all: { entries: readonly SearchEntry[]; position: number; topics: unknown[] }): void {
    this.#ask((queries) => queries.replace(all));
  }

  /** The articles that are found. */
  search(query: string, options: SearchOptions): SearchResult {
    return this.#ask((queries) => queries.search(query, options));
  }

  /** What lists of all articles need of each, in the order of ids. */
  listings(hidden: readonly string[]): unknown[] {
    return this.#ask((queries) => queries.listings(hidden));
  }

  close(): void {
    this.#database.close();
  }

  #ask<Result>(question: (queries: SearchQueries) => Result): Result {
    return this.#database.use((database) => question(new SearchQueries(database)));
  }
}
