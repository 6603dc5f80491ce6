import type { SearchEntry } from '@bodytext/content/search-entries';
import { SelfHealingDatabase } from '@bodytext/data-dir/self-healing-database';
import { z } from 'zod';
import { createSearchQueries, type SearchOptions, type SearchQueries, type SearchResult } from './search-queries.ts';
import { schema, schemaVersion, tableNames } from './search-schema.ts';

const version = z.object({ user_version: z.number() });

export type SearchIndex = ReturnType<typeof createSearchIndex>;

/**
 * The full-text index of all articles, in a SQLite file. A damaged file is replaced by an empty one, which a
 * `DatabaseReplaced` reports: the caller must fill the index again.
 */
export function createSearchIndex(file: string) {
  const database = new SelfHealingDatabase(file, {
    onCorruption: 'delete',
    prepare(database) {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
      const { user_version } = version.parse(database.prepare('PRAGMA user_version').get());
      if (user_version !== schemaVersion) database.exec(schema);
      for (const table of tableNames) database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get();
    },
  });

  function use<Result>(work: (queries: SearchQueries) => Result): Result {
    return database.use((open) => work(createSearchQueries(open)));
  }

  return {
    /** The position of the journal of expired tags that the index is at; undefined until it is filled. */
    get state(): { position: number; topics: unknown[] } | undefined {
      return use((queries) => queries.state());
    },

    /** Writes new, changed and removed articles in one transaction. */
    update(change: { entries: readonly SearchEntry[]; gone: readonly string[]; position: number; topics: unknown[] }) {
      use((queries) => queries.update(change));
    },

    /** Replaces all articles in one transaction. */
    replace(all: { entries: readonly SearchEntry[]; position: number; topics: unknown[] }): void {
      use((queries) => queries.replace(all));
    },

    search(query: string, options: SearchOptions): SearchResult {
      return use((queries) => queries.search(query, options));
    },

    /** What lists of all articles show of each, ordered by id. */
    listings(hidden: readonly string[]): unknown[] {
      return use((queries) => queries.listings(hidden));
    },

    close(): void {
      database.close();
    },
  };
}
