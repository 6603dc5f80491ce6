import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A program that is started again may begin while the one before still answers its last requests. */
const patienceMs = 5_000;
/** @see https://www.sqlite.org/rescode.html#busy */
const busy = 5;

/** What nobody refers to is collected, which would close the file and end the lock. */
const held = new Set<DatabaseSync>();

/** Held until it is released, or until the process ends, however that comes about. */
export type FolderLock = { release(): void };

/** Why a program can't run on a data folder, in a sentence for whoever started it. */
export class FolderRefused extends Error {}

/**
 * Keeps a data folder to one program of a kind, such as `lake`; others wait for a moment, and are then refused.
 *
 * It is an exclusive transaction on a small SQLite file: the operating system drops it with the process. A number of a
 * process in a file would outlive a crash, and says nothing in another container.
 *
 * @throws FolderRefused
 */
export function lockFolder(folder: string, program: string, waitMs = patienceMs): FolderLock {
  const path = join(folder, `${program}.lock`);
  for (;;) {
    const { database, inode } = openLocked(path, { folder, program, waitMs });
    // A restore may have moved the folder away while this waited: then the lock is one of the folder as it was.
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

type Asked = { folder: string; program: string; waitMs: number };
type Locked = { database: DatabaseSync; inode: number | undefined };

function openLocked(path: string, asked: Asked, isRetry = false): Locked {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(asked.folder, { recursive: true, mode: 0o700 });
    // Never opened by anything but SQLite: the end of any other access would end the lock of this process.
    database = new DatabaseSync(path, { timeout: asked.waitMs });
    const inode = inodeOf(path);
    chmodSync(path, 0o600);
    // Nothing is written, so that there is nothing to keep a journal of, which a killed process would leave behind.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return { database, inode };
  } catch (error) {
    database?.close();
    if (isBusy(error)) throw inUse(asked);
    if (isRetry) throw unusable(asked, error);
    removeImpostor(path, asked);
    return openLocked(path, asked, true);
  }
}

/** Whatever else is in its place, such as a folder, holds no lock. */
function removeImpostor(path: string, asked: Asked): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    throw unusable(asked, error);
  }
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errcode' in error && (Number(error.errcode) & 0xff) === busy;
}

function unusable({ folder }: Asked, error: unknown): FolderRefused {
  const reason = error instanceof Error ? error.message : String(error);
  return new FolderRefused(
    `The data folder ${folder} can’t be used (${reason}): set DATA_DIR to one this user can write to.`,
  );
}

function inUse({ folder, program }: Asked): FolderRefused {
  return new FolderRefused(
    `Another ${program} is running on the data folder ${folder}. Stop it, or set DATA_DIR to another folder for this one.`,
  );
}
