import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PlainError } from '../errors.ts';

/**
 * Holds every database below a data folder for itself alone, or says that a lake runs on it. An open database in WAL
 * mode can't be switched out of it while anybody else has it open; the system forgets that when a process is killed,
 * unlike a file with its number.
 */
export function holdAlone(dataDir: string): { release(): void } {
  const held: DatabaseSync[] = [];
  const release = () => {
    for (const database of held) database.close();
  };
  try {
    for (const path of databasesIn(dataDir)) {
      const database = new DatabaseSync(path, { timeout: 0 });
      held.push(database);
      database.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    }
  } catch (error) {
    release();
    const reason = error instanceof Error ? error.message : String(error);
    // A damaged database is the very reason to restore.
    if (!/locked|busy/i.test(reason)) return { release: () => {} };
    throw new PlainError(`A lake or a command is using ${dataDir}. Stop it, then restore. Nothing was restored.`);
  }
  return { release };
}

function databasesIn(dataDir: string): string[] {
  const addOns = join(dataDir, 'datasets');
  const folders = [dataDir, ...(existsSync(addOns) ? readdirSync(addOns).map((name) => join(addOns, name)) : [])];
  return folders.map((folder) => join(folder, 'lake.sqlite')).filter((path) => existsSync(path));
}

/** Puts a folder in the place of another, which is kept beside. Gives the kept one's path. */
export function replaceFolder(dataDir: string, replacement: string): string | undefined {
  if (!existsSync(dataDir) || readdirSync(dataDir).length === 0) {
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
    mkdirSync(dataDir, { recursive: true });
    // The database last: without it, what is there is no lake yet.
    const names = readdirSync(replacement).sort((a, b) => Number(isDatabase(a)) - Number(isDatabase(b)));
    for (const name of names) renameSync(join(replacement, name), join(dataDir, name));
    rmSync(replacement, { recursive: true, force: true });
  }
}

function isDatabase(name: string): boolean {
  return name === 'lake.sqlite';
}
