import type { DatabaseSync } from 'node:sqlite';

/** Up to this size every page is looked at, which takes some three milliseconds a megabyte. */
const wholeUpTo = 128 * 1024 * 1024;

/** @see https://www.sqlite.org/rescode.html — the lowest byte is the kind */
const kinds = { corrupt: 11, notDatabase: 26 };

/** Whether SQLite says that a file is damaged, or is none of its databases. */
export function isDamage(error: unknown): boolean {
  const kind = kindOf(error);
  return kind === kinds.corrupt || kind === kinds.notDatabase;
}

/** The kind of error that SQLite tells; undefined for errors of others. */
export function kindOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return Number(error.errcode) & 0xff;
}

/**
 * What is wrong with a database, cheaply enough for a start: of a large one only the first page of each table is read.
 * Also throws, where a page can't be read.
 */
export function damageOf(database: DatabaseSync): string | undefined {
  const { size } =
    database.prepare('SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size').get() ?? {};
  if (Number(size) > wholeUpTo) return readTables(database);
  const answer = String(database.prepare('PRAGMA quick_check(1)').get()?.quick_check);
  return answer === 'ok' ? undefined : answer.replaceAll(/\s+/g, ' ');
}

function readTables(database: DatabaseSync): undefined {
  for (const { name } of database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()) {
    database.prepare(`SELECT * FROM "${String(name)}" LIMIT 1`).get();
  }
}
