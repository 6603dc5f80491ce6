import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { storeLimits } from './limits.ts';
import { hasNoDatabase, lostDatabase, markDatabase, traceOfDatabase } from './lost-database.ts';
import { migrate, versionOf } from './migrate.ts';
import { openingFailed } from './opening-failed.ts';

const busyTimeoutMs = storeLimits.busy.value;
const busyTimeouts = new WeakMap<DatabaseSync, number>();
const cacheKiB = storeLimits.pageCache.value;
const checkpointPages = storeLimits.log.value;
const largestLog = storeLimits.largestLog.value;

/**
 * Opens the lake's database; creates or migrates it as needed. Refuses to create one where one was lost.
 *
 * With a write-ahead log, readers never wait for a writer; with `synchronous=FULL`, acknowledged writes survive a power cut.
 */
export function openDatabase(folder: string): DatabaseSync {
  const path = join(folder, 'lake.sqlite');
  try {
    mkdirSync(folder, { recursive: true });
    // Before the file itself: another process may be creating the first database at this moment.
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

/** How long to wait for another process's lock. Waiting blocks the event loop, and so every request. */
export function setBusyTimeout(database: DatabaseSync, milliseconds: number): void {
  busyTimeouts.set(database, milliseconds);
  database.exec(`PRAGMA busy_timeout = ${milliseconds}`);
}

/**
 * Runs `work` in one transaction.
 *
 * @param waitForLock false to fail at once where another process holds the lock, for callers that retry later: waiting
 * blocks the event loop
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
    // SQLite rolls back by itself on some errors, such as a full disk.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function beginAtOnce(database: DatabaseSync): void {
  database.exec('PRAGMA busy_timeout = 0');
  try {
    database.exec('BEGIN IMMEDIATE');
  } finally {
    database.exec(`PRAGMA busy_timeout = ${busyTimeouts.get(database) ?? busyTimeoutMs}`);
  }
}

/** Runs `work` in a savepoint of the running transaction, which is rolled back alone if it throws. */
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
