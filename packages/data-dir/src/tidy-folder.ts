import { chmodSync, type Dir, lstatSync, opendirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isUnfinished } from './whole-file.ts';

const ownerOnly = { folder: 0o700, file: 0o600 };
const permissions = 0o777;
/** No file takes longer to be written: one that is older was left behind. */
const longestWriteMs = 10 * 60_000;
/** Looked at in one go, in about a millisecond. One by one, each would cost ten times as much. */
const atOnce = 128;

/**
 * Closes a folder to all but its owner: from then on nobody else reaches what is in it, whatever its files allow.
 * It may be somebody else's, such as a volume that a container was given: then it stays as it is.
 */
export function closeFolder(folder: string): void {
  try {
    chmodSync(folder, ownerOnly.folder);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error;
  }
}

/**
 * Goes through everything below a folder: closes it to all but its owner, whoever put it there, and removes what a
 * program that was killed was still writing. In small steps: others are answered in between.
 *
 * @returns how many files and folders stay open to others, since they are somebody else's
 */
export async function tidyFolder(folder: string): Promise<number> {
  const abandonedBefore = Date.now() - longestWriteMs;
  let notOurs = 0;
  let looked = 0;
  for (const path of below(folder)) {
    if (!tidy(path, abandonedBefore)) notOurs += 1;
    looked += 1;
    if (looked % atOnce === 0) await setImmediate();
  }
  return notOurs;
}

/** Everything below a folder, each folder before what is in it. Links are not followed: they may lead anywhere. */
function* below(folder: string): Generator<string> {
  const entries = unlessGone(() => opendirSync(folder));
  if (entries === undefined) return;
  try {
    for (let entry = next(entries); entry !== undefined; entry = next(entries)) {
      const path = join(folder, entry.name);
      if (entry.isSymbolicLink()) continue;
      yield path;
      if (entry.isDirectory()) yield* below(path);
    }
  } finally {
    entries.closeSync();
  }
}

function next(entries: Dir) {
  return unlessGone(() => entries.readSync()) ?? undefined;
}

/** False if it is open to others and somebody else's. */
function tidy(path: string, abandonedBefore: number): boolean {
  const found = unlessGone(() => lstatSync(path));
  if (found === undefined) return true;
  if (isUnfinished(path) && found.mtimeMs < abandonedBefore) {
    unlessGone(() => rmSync(path, { force: true }));
    return true;
  }
  const wanted = found.isDirectory() ? ownerOnly.folder : ownerOnly.file;
  if ((found.mode & permissions) === wanted) return true;
  try {
    unlessGone(() => chmodSync(path, wanted));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EPERM') return false;
    throw error;
  }
}

/** Files come and go while this looks at them; what may not be looked at is somebody else's. */
function unlessGone<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
