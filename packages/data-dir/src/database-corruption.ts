import type { DatabaseSync } from 'node:sqlite';

/** Up to this size every page is checked, which takes some milliseconds for ten megabytes. */
const maxFullCheckBytes = 128 * 1024 * 1024;

/** Primary result codes: the lowest byte of an extended one. @see https://www.sqlite.org/rescode.html */
const codes = { SQLITE_CORRUPT: 11, SQLITE_NOTADB: 26 };

/** Whether an error says that the file is corrupt or no SQLite database. */
export function isCorruption(error: unknown): boolean {
  const code = resultCodeOf(error);
  return code === codes.SQLITE_CORRUPT || code === codes.SQLITE_NOTADB;
}

/** The primary result code of an SQLite error; undefined for other errors. */
export function resultCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return Number(error.errcode) & 0xff;
}

/**
 * Checks a database at a program's start; of a large one, reads only the first row of each table, to be fast.
 * Returns what `quick_check` reports; throws where a page can't be read.
 *
 * Of virtual tables, such as a full-text index, the shadow tables are checked: an integrity check of the index itself
 * would double the time.
 */
export function findCorruption(database: DatabaseSync): string | undefined {
  const { size } =
    database.prepare('SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size').get() ?? {};
  const select = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')";
  for (const { name } of database.prepare(select).all()) {
    const table = `"${String(name).replaceAll('"', '""')}"`;
    const problem = Number(size) > maxFullCheckBytes ? readTable(database, table) : checkTable(database, table);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function checkTable(database: DatabaseSync, table: string): string | undefined {
  const answer = String(database.prepare(`PRAGMA quick_check(${table})`).get()?.quick_check);
  return answer === 'ok' ? undefined : answer.replaceAll(/\s+/g, ' ');
}

function readTable(database: DatabaseSync, table: string): undefined {
  database.prepare(`SELECT * FROM ${table} LIMIT 1`).get();
}
