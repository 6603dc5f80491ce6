import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hasNoDatabase } from './lost-database.ts';
import { damagedDatabase, openingFailed } from './opening-failed.ts';
import { text } from './row.ts';

/**
 * Of a database: up to this size a start looks at every page, which takes some three milliseconds a megabyte. Of a
 * larger one it looks at the first of each table; `check` looks at all of it, and at what is in it.
 */
const wholeUpTo = 128 * 1024 * 1024;

/** The folders in a data folder that have a database: itself, and those of its add-ons. */
export function databaseFolders(dataDir: string): string[] {
  const addOns = join(dataDir, 'datasets');
  const folders = [dataDir, ...(existsSync(addOns) ? readdirSync(addOns).map((name) => join(addOns, name)) : [])];
  return folders.filter((folder) => existsSync(join(folder, 'lake.sqlite')));
}

/** Refuses a data folder with a damaged database: a lake that writes to one may damage more. */
export function refuseDamaged(dataDir: string): void {
  // A first start, or one that is refused for that.
  if (hasNoDatabase(dataDir)) return;
  for (const folder of databaseFolders(dataDir)) if (!hasNoDatabase(folder)) look(folder);
}

function look(folder: string): void {
  const path = join(folder, 'lake.sqlite');
  let damage: string | undefined;
  try {
    // For reading only: what is closed otherwise is also written to.
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      damage = statSync(path).size > wholeUpTo ? readTables(database) : readPages(database);
    } finally {
      database.close();
    }
  } catch (error) {
    throw openingFailed(error, folder);
  }
  if (damage !== undefined) throw damagedDatabase(folder, damage);
}

function readPages(database: DatabaseSync): string | undefined {
  const answer = text(database.prepare('PRAGMA quick_check(1)').get(), 'quick_check');
  return answer === 'ok' ? undefined : answer.replaceAll(/\s+/g, ' ');
}

/** Throws where a page can't be read. */
function readTables(database: DatabaseSync): undefined {
  for (const row of database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()) {
    database.prepare(`SELECT * FROM "${text(row, 'name')}" LIMIT 1`).get();
  }
}
