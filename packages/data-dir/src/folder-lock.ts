import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The timeout for the lock: a restarted program may start while the old process shuts down. */
const lockTimeoutMs = 5_000;
/** @see https://www.sqlite.org/rescode.html#busy */
const busy = 5;

/** Keeps references to the databases: garbage collection would close the file and release the lock. */
const held = new Set<DatabaseSync>();

/** Held until it is released or the process ends, also by SIGKILL. */
export type FolderLock = { release(): void };

/** The data folder can't be used; the message is a sentence for the user. */
export class FolderRefused extends Error {}

/**
 * Acquires an exclusive lock on a data folder for one kind of program, such as `lake`; throws after a timeout.
 *
 * The lock is an exclusive transaction on a small SQLite file: the operating system releases it with the process. A PID
 * file would outlive a crash, and a PID has no meaning in another container.
 *
 * @throws FolderRefused
 */
export function lockFolder(folder: string, program: string, timeoutMs = lockTimeoutMs): FolderLock {
  const path = join(folder, `${program}.lock`);
  for (;;) {
    const { database, inode } = openLocked(path, { folder, program, timeoutMs });
    // A restore may have renamed the folder meanwhile: then the lock is on the old folder's file.
    if (inode !== undefined && inode === inodeOf(path)) return hold(database);
    database.close();
  }
}

function hold(database: DatabaseSync): FolderLock {
  held.add(database);
  return {
    release(): void {
      if (held.delete(database)) database.close();
    },
  };
}

type Request = { folder: string; program: string; timeoutMs: number };
type Locked = { database: DatabaseSync; inode: number | undefined };

function openLocked(path: string, request: Request, isRetry = false): Locked {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(request.folder, { recursive: true, mode: 0o700 });
    // Only SQLite may open this file: POSIX locks are released when the process closes any descriptor of the file.
    database = new DatabaseSync(path, { timeout: request.timeoutMs });
    const inode = inodeOf(path);
    chmodSync(path, 0o600);
    // No journal file, which a killed process would leave behind: nothing is written anyway.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return { database, inode };
  } catch (error) {
    database?.close();
    if (isBusy(error)) throw inUse(request);
    if (isRetry) throw unusable(request, error);
    removeInvalid(path, request);
    return openLocked(path, request, true);
  }
}

/** A file that is no SQLite database, or a folder of that name, holds no lock. */
function removeInvalid(path: string, request: Request): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    throw unusable(request, error);
  }
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errcode' in error && (Number(error.errcode) & 0xff) === busy;
}

function unusable({ folder }: Request, error: unknown): FolderRefused {
  const reason = error instanceof Error ? error.message : String(error);
  return new FolderRefused(
    `The data folder ${folder} can’t be used (${reason}): set DATA_DIR to one this user can write to.`,
  );
}

function inUse({ folder, program }: Request): FolderRefused {
  return new FolderRefused(
    `Another ${program} is running on the data folder ${folder}. Stop it, or set DATA_DIR to another folder for this one.`,
  );
}
