import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { storeLimits } from './limits.ts';
import { hasNoDatabase, lostDatabase, markDatabase, traceOfDatabase } from './lost-database.ts';
import { migrate, versionOf } from './migrate.ts';
import { openingFailed } from './opening-failed.ts';

const busyTimeoutMs = storeLimits.busy.value;
const patience = new WeakMap<DatabaseSync, number>();
const cacheKiB = storeLimits.pageCache.value;
const checkpointPages = storeLimits.log.value;
const largestLog = storeLimits.largestLog.value;

/**
 * Opens the lake's database, making or migrating it as needed. Where one was lost, none is made.
 *
 * WAL with `synchronous=FULL`: what was acknowledged survives a power cut, and readers never wait for a writer.
 */
export function openDatabase(folder: string): DatabaseSync {
  const path = join(folder, 'lake.sqlite');
  try {
    mkdirSync(folder, { recursive: true });
    // Asked before the file is looked at: another program may be making the first database at this moment.
    const trace = traceOfDatabase(folder);
    if (trace !== undefined && hasNoDatabase(folder)) throw lostDatabase(folder, trace);
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA cache_size = -${cacheKiB};
      PRAGMA temp_store = MEMORY;
      PRAGMA wal_autocheckpoint = ${checkpointPages};
      PRAGMA journal_size_limit = ${largestLog};`);
    if (trace !== undefined && versionOf(database) === 0) {
      database.close();
      throw lostDatabase(folder, trace);
    }
    migrate(database, folder);
    markDatabase(folder);
    return database;
  } catch (error) {
    throw openingFailed(error, folder);
  }
}

/** How long to wait for a lock that another program holds: everybody who asks this one waits as long. */
export function waitForLocks(database: DatabaseSync, milliseconds: number): void {
  patience.set(database, milliseconds);
  database.exec(`PRAGMA busy_timeout = ${milliseconds}`);
}

/**
 * Runs `work` in one transaction: all of it is written, or nothing.
 * Waiting for another program's lock stops this one; who can come back later says so.
 */
export function inTransaction<Result>(
  database: DatabaseSync,
  work: () => Result,
  { waitForLock = true }: { waitForLock?: boolean } = {},
): Result {
  if (waitForLock) database.exec('BEGIN IMMEDIATE');
  else beginAtOnce(database);
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite may have rolled back by itself, for instance when the disk is full.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function beginAtOnce(database: DatabaseSync): void {
  database.exec('PRAGMA busy_timeout = 0');
  try {
    database.exec('BEGIN IMMEDIATE');
  } finally {
    database.exec(`PRAGMA busy_timeout = ${patience.get(database) ?? busyTimeoutMs}`);
  }
}

/** Runs `work` as a part of the running transaction that can fail without the rest of it. */
export function inSavepoint<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('SAVEPOINT part');
  try {
    const result = work();
    database.exec('RELEASE part');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK TO part; RELEASE part');
    throw error;
  }
}
