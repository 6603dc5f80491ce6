import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Damage } from './damage-in.ts';
import { hasNoDatabase } from './lost-database.ts';
import { damagedDatabase, openingFailed } from './opening-failed.ts';

/** The folders in a data folder that have a database: itself, and those of its add-ons. */
export function databaseFolders(dataDir: string): string[] {
  const addOns = join(dataDir, 'datasets');
  const folders = [dataDir, ...(existsSync(addOns) ? readdirSync(addOns).map((name) => join(addOns, name)) : [])];
  return folders.filter((folder) => existsSync(join(folder, 'lake.sqlite')));
}

/** What is wrong with a data folder's databases; empty where nothing is. */
export type Damaged = { folder: string; damage: Damage }[];

/**
 * Looks for damage in a thread, so that a start loads its modules meanwhile: the check takes a seventh of a start at
 * 10,000 documents. It looks at no more than a start has time for; `check` looks at all, and at what is in it.
 */
export function lookForDamage(dataDir: string): Promise<Damaged> {
  // A first start, or one that is refused for that.
  if (hasNoDatabase(dataDir)) return Promise.resolve([]);
  const folders = databaseFolders(dataDir).filter((folder) => !hasNoDatabase(folder));
  return new Promise((resolve) => {
    const thread = new Worker(new URL('./damage-thread.mjs', import.meta.url), { workerData: folders });
    thread.once('message', resolve);
    thread.once('error', ({ message }) => resolve([{ folder: dataDir, damage: { failed: { message } } }]));
  });
}

/** Refuses a data folder with a damaged database: a lake that writes to one may damage more. */
export function refuseDamaged([first]: Damaged): void {
  if (first === undefined) return;
  const { folder, damage } = first;
  if ('found' in damage) throw damagedDatabase(folder, damage.found);
  const { message, ...codes } = damage.failed;
  throw openingFailed(Object.assign(new Error(message), codes), folder);
}
