import { chmodSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Makes a folder beside a file that is to be made, on the same disk, for what goes into it; gone when `work` is done. */
export async function besideFile<Result>(file: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(dirname(resolve(file)), '.lake-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Packs the entries of a folder into an archive. The same files give the same bytes, whenever they were written; the
 * archive appears under its name when it is whole.
 */
export async function pack(folder: string, entries: string[], archive: string, prefix?: string): Promise<void> {
  // Read when it is needed: a lake that starts would wait for it.
  const { create } = await import('tar');
  const part = join(dirname(resolve(archive)), `.${basename(archive)}.part`);
  try {
    await create({ file: part, cwd: folder, gzip: true, portable: true, noMtime: true, prefix, mode: 0o600 }, entries);
    chmodSync(part, 0o600);
    renameSync(part, archive);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
