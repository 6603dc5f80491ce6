import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { damageOf } from '@bodytext/data-dir/database-damage';
import { hasNoDatabase } from './lost-database.ts';
import { damagedDatabase, openingFailed } from './opening-failed.ts';

/** The folders in a data folder that have a database: itself, and those of its add-ons. */
export function databaseFolders(dataDir: string): string[] {
  const addOns = join(dataDir, 'datasets');
  const folders = [dataDir, ...(existsSync(addOns) ? readdirSync(addOns).map((name) => join(addOns, name)) : [])];
  return folders.filter((folder) => existsSync(join(folder, 'lake.sqlite')));
}

/**
 * Refuses a data folder with a damaged database: a lake that writes to one may damage more. This looks at no more than a
 * start has time for; `check` looks at all of it, and at what is in it.
 */
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
      damage = damageOf(database);
    } finally {
      database.close();
    }
  } catch (error) {
    throw openingFailed(error, folder);
  }
  if (damage !== undefined) throw damagedDatabase(folder, damage);
}
