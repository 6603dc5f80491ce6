import { chmodSync, type Dir, lstatSync, opendirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isTemporary } from './atomic-write.ts';

const ownerOnly = { folder: 0o700, file: 0o600 };
const permissions = 0o777;
/** A temporary file of this age is not being written any more: a killed program left it. */
const maxWriteMs = 10 * 60_000;
/**
 * Entries per batch, which blocks the event loop for about a millisecond. Asynchronous calls would take ten times as
 * long.
 */
const batchSize = 128;

/**
 * Restricts a folder to its owner: no other user can reach its files then, whatever their permissions.
 * A folder of another user, such as a container's volume, stays unchanged.
 */
export function restrictToOwner(folder: string): void {
  try {
    chmodSync(folder, ownerOnly.folder);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error;
  }
}

/**
 * Restricts everything below a folder to its owner, and deletes temporary files that killed programs left. In batches,
 * which yield to the event loop, so that requests are answered in between.
 *
 * @returns the number of files and folders of other users, which stay unchanged
 */
export async function tidyFolder(folder: string): Promise<number> {
  const staleBefore = Date.now() - maxWriteMs;
  let notOurs = 0;
  let count = 0;
  for (const path of below(folder)) {
    if (!tidy(path, staleBefore)) notOurs += 1;
    count += 1;
    if (count % batchSize === 0) await setImmediate();
  }
  return notOurs;
}

/** Everything below a folder, depth first, folders before their entries. Symbolic links are skipped. */
function* below(folder: string): Generator<string> {
  const entries = ignoreMissing(() => opendirSync(folder));
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
  return ignoreMissing(() => entries.readSync()) ?? undefined;
}

/** False if it belongs to another user and can't be restricted. */
function tidy(path: string, staleBefore: number): boolean {
  const found = ignoreMissing(() => lstatSync(path));
  if (found === undefined) return true;
  if (isTemporary(path) && found.mtimeMs < staleBefore) {
    ignoreMissing(() => rmSync(path, { force: true }));
    return true;
  }
  const wanted = found.isDirectory() ? ownerOnly.folder : ownerOnly.file;
  if ((found.mode & permissions) === wanted) return true;
  try {
    ignoreMissing(() => chmodSync(path, wanted));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EPERM') return false;
    throw error;
  }
}

/** Files may be deleted meanwhile; those that can't be accessed belong to another user. */
function ignoreMissing<Result>(call: () => Result): Result | undefined {
  try {
    return call();
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
