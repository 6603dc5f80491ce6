import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Damage } from './find-damage.ts';
import { hasNoDatabase } from './lost-database.ts';
import { damagedDatabase, openingFailed } from './opening-failed.ts';

/** The data folder and its add-ons' folders, as far as they have a database. */
export function databaseFolders(dataDir: string): string[] {
  const addOns = join(dataDir, 'datasets');
  const folders = [dataDir, ...(existsSync(addOns) ? readdirSync(addOns).map((name) => join(addOns, name)) : [])];
  return folders.filter((folder) => existsSync(join(folder, 'lake.sqlite')));
}

/** The damaged databases in a data folder. */
export type Damaged = { folder: string; damage: Damage }[];

/**
 * Checks the databases in a worker thread while the program loads its modules: it takes a seventh of a start at 10,000
 * documents. Of large files it checks a part only; the `check` command checks all pages and their content.
 */
export function startDamageCheck(dataDir: string): Promise<Damaged> {
  // A first start, or one that will be refused because the database is lost.
  if (hasNoDatabase(dataDir)) return Promise.resolve([]);
  const folders = databaseFolders(dataDir).filter((folder) => !hasNoDatabase(folder));
  return new Promise((resolve) => {
    const thread = new Worker(new URL('./damage-thread.mjs', import.meta.url), { workerData: folders });
    thread.on('message', (message: object) => {
      // With `node --watch`, threads also send messages about the modules that they load.
      if (isResult(message)) resolve(message.damaged);
    });
    thread.once('error', ({ message }) => resolve([{ folder: dataDir, damage: { failed: { message } } }]));
  });
}

function isResult(message: object): message is { damaged: Damaged } {
  return 'damaged' in message;
}

/** Refuses to start on a damaged database: writing to it may damage more. */
export function refuseDamaged([first]: Damaged): void {
  if (first === undefined) return;
  const { folder, damage } = first;
  if ('found' in damage) throw damagedDatabase(folder, damage.found);
  const { message, ...codes } = damage.failed;
  throw openingFailed(Object.assign(new Error(message), codes), folder);
}
