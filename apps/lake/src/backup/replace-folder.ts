import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FolderRefused, lockFolder } from '@bodytext/data-dir/folder-lock';
import { PlainError } from '../errors.ts';
import { databaseFolders } from '../store/damage.ts';
import { storageProblem } from '../store/storage-failure.ts';

/**
 * Locks a data folder exclusively, or throws with the name of the program that uses it: lake and site have lock files,
 * and commands have a database open. SQLite can't leave WAL mode while another connection is open.
 */
export function lockExclusively(dataDir: string): { release(): void } {
  // A running program has a lock file in it.
  if (isEmptyOrMissing(dataDir)) return { release: () => {} };
  const locks: { release(): void }[] = [];
  const release = () => {
    for (const lock of locks) lock.release();
  };
  try {
    for (const program of ['lake', 'site']) locks.push(tryLock(dataDir, program));
    for (const folder of databaseFolders(dataDir)) locks.push(lockDatabase(join(folder, 'lake.sqlite'), dataDir));
  } catch (error) {
    release();
    throw error;
  }
  return { release };
}

function tryLock(dataDir: string, program: string): { release(): void } {
  try {
    return lockFolder(dataDir, program, 0);
  } catch (error) {
    throw error instanceof FolderRefused ? new PlainError(`${error.message} Nothing was restored.`) : error;
  }
}

function lockDatabase(path: string, dataDir: string): { release(): void } {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (error) {
    // Other errors are ignored: a damaged database may be the reason to restore.
    if (storageProblem(error) === 'busy') {
      database.close();
      throw new PlainError(`A command is using ${dataDir}. Wait until it is done, then restore. Nothing was restored.`);
    }
  }
  return { release: () => database.close() };
}

export function isEmptyOrMissing(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).length === 0;
}

/** Replaces a folder by another. Returns the path to which the former one was renamed. */
export function replaceFolder(dataDir: string, replacement: string): string | undefined {
  if (isEmptyOrMissing(dataDir)) {
    if (existsSync(dataDir)) return fillEmpty(dataDir, replacement);
    renameSync(replacement, dataDir);
    return undefined;
  }
  const former = `${dataDir}.before-restore-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  try {
    renameSync(dataDir, former);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlainError(
      `${dataDir} can’t be put aside (${reason}). Restore into an empty folder instead: set DATA_DIR. Nothing was restored.`,
    );
  }
  try {
    renameSync(replacement, dataDir);
  } catch (error) {
    renameSync(former, dataDir);
    throw error;
  }
  return former;
}

/** The folder may be a mount point, which can't be renamed. */
function fillEmpty(dataDir: string, replacement: string): undefined {
  try {
    rmdirSync(dataDir);
    renameSync(replacement, dataDir);
  } catch {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // The database comes last: a folder without it is not yet a lake.
    const names = readdirSync(replacement).sort((a, b) => Number(isDatabase(a)) - Number(isDatabase(b)));
    for (const name of names) renameSync(join(replacement, name), join(dataDir, name));
    rmSync(replacement, { recursive: true, force: true });
  }
}

function isDatabase(name: string): boolean {
  return name === 'lake.sqlite';
}
