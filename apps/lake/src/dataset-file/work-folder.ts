import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { FolderRefused, lockFolder } from '@bodytext/data-dir/folder-lock';

const workFolderName = /^\.lake-[A-Za-z0-9]{6}$/;
/** One that was made a moment ago may not have its lock yet. */
const minAgeMs = 60_000;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Makes a folder beside a file that is to be made, on the same disk, for what goes into it. It is gone when `work` is
 * done, also when that was interrupted; what a killed program left is removed by the next.
 */
export async function withWorkFolder<Result>(file: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  const parent = dirname(resolve(file));
  removeAbandoned(parent);
  const folder = mkdtempSync(join(parent, '.lake-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const end = (signal: (typeof signals)[number]) => {
    remove();
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of signals) process.on(signal, end);
  try {
    const lock = lockFolder(folder, 'work');
    const files = join(folder, 'files');
    mkdirSync(files);
    return await work(files).finally(lock.release);
  } finally {
    for (const signal of signals) process.off(signal, end);
    remove();
  }
}

/** Removes the work folders of programs that were killed: nobody holds their locks any more. */
export function removeAbandoned(parent: string): void {
  for (const name of namesIn(parent)) {
    const folder = join(parent, name);
    if (workFolderName.test(name) && isOld(folder) && isAbandoned(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

/** Whoever may write into a folder need not be allowed to look into it. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAbandoned(folder: string): boolean {
  try {
    lockFolder(folder, 'work', 0).release();
    return true;
  } catch (error) {
    // Somebody works in it, or it is somebody else's.
    if (error instanceof FolderRefused) return false;
    throw error;
  }
}

function isOld(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && Date.now() - found.mtimeMs > minAgeMs;
}
