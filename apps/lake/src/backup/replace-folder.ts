import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FolderRefused, lockFolder } from '@bodytext/data-dir/folder-lock';
import { PlainError } from '../errors.ts';
import { databaseFolders } from '../store/damage.ts';
import { storageProblem } from '../store/storage-failure.ts';

/**
 * Keeps a data folder from every program, or says which runs on it: the lake and the site by their locks, and commands
 * by the databases. An open database in WAL mode can't be switched out of it while anybody else has it open.
 */
export function lockExclusively(dataDir: string): { release(): void } {
  // Whoever runs on a folder has left a lock in it.
  if (isEmptyOrMissing(dataDir)) return { release: () => {} };
  const held: { release(): void }[] = [];
  const release = () => {
    for (const one of held) one.release();
  };
  try {
    for (const program of ['lake', 'site']) held.push(lockAtOnce(dataDir, program));
    for (const folder of databaseFolders(dataDir)) held.push(holdDatabase(join(folder, 'lake.sqlite'), dataDir));
  } catch (error) {
    release();
    throw error;
  }
  return { release };
}

function lockAtOnce(dataDir: string, program: string): { release(): void } {
  try {
    return lockFolder(dataDir, program, 0);
  } catch (error) {
    throw error instanceof FolderRefused ? new PlainError(`${error.message} Nothing was restored.`) : error;
  }
}

function holdDatabase(path: string, dataDir: string): { release(): void } {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (error) {
    // A damaged database is the very reason to restore.
    if (storageProblem(error) === 'busy') {
      database.close();
      throw new PlainError(`A command is using ${dataDir}. Wait until it is done, then restore. Nothing was restored.`);
    }
  }
  return { release: () => database.close() };
}

/** Whether a folder holds anything that a restore would replace. */
export function isEmptyOrMissing(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).length === 0;
}

/** Puts a folder in the place of another, which is kept beside. Gives the kept one's path. */
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

/** The folder itself may be a disk of its own, which can't be renamed. */
function fillEmpty(dataDir: string, replacement: string): undefined {
  try {
    rmdirSync(dataDir);
    renameSync(replacement, dataDir);
  } catch {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // The database last: without it, what is there is no lake yet.
    const names = readdirSync(replacement).sort((a, b) => Number(isDatabase(a)) - Number(isDatabase(b)));
    for (const name of names) renameSync(join(replacement, name), join(dataDir, name));
    rmSync(replacement, { recursive: true, force: true });
  }
}

function isDatabase(name: string): boolean {
  return name === 'lake.sqlite';
}
