import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { FolderRefused, lockFolder } from '@bodytext/data-dir/folder-lock';

const workFolderName = /^\.lake-[A-Za-z0-9]{6}$/;
/** A new folder may not have its lock yet. */
const minAgeMs = 60_000;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Creates a temporary folder beside a file that is to be written, so on the same file system. It is removed when `work`
 * ends, also by a signal; the folder of a killed process is removed by the next call.
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

/** Removes the work folders of killed processes, whose locks are free. */
export function removeAbandoned(parent: string): void {
  for (const name of namesIn(parent)) {
    const folder = join(parent, name);
    if (workFolderName.test(name) && isOld(folder) && isAbandoned(folder))
      rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder may be writable, but not readable. */
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
    // Another process uses it, or another user owns it.
    if (error instanceof FolderRefused) return false;
    throw error;
  }
}

function isOld(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && Date.now() - found.mtimeMs > minAgeMs;
}
