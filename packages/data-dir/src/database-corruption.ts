import type { DatabaseSync } from 'node:sqlite';

/** Up to this size every page is looked at, which takes some milliseconds for ten megabytes. */
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
 *
 * Virtual tables, such as an index of words, are looked at as the tables they are stored in: whether every word of every
 * text is where it belongs would take as long as all the rest.
 */
export function damageOf(database: DatabaseSync): string | undefined {
  const { size } =
    database.prepare('SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size').get() ?? {};
  const select = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')";
  for (const { name } of database.prepare(select).all()) {
    const table = `"${String(name).replaceAll('"', '""')}"`;
    const damage = Number(size) > wholeUpTo ? readTable(database, table) : checkTable(database, table);
    if (damage !== undefined) return damage;
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
