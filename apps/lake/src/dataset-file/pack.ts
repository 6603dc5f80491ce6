import { chmodSync, renameSync, rmSync } from 'node:fs';

/**
 * Packs the entries of a folder into an archive. The same files give the same bytes, whenever they were written; the
 * archive appears under its name when it is whole.
 *
 * @param folder one in a work folder beside the archive, see `besideFile`
 */
export async function pack(folder: string, entries: string[], archive: string, prefix?: string): Promise<void> {
  // Read when it is needed: a lake that starts would wait for it.
  const { create } = await import('tar');
  const part = `${folder}.part`;
  try {
    await create({ file: part, cwd: folder, gzip: true, portable: true, noMtime: true, prefix, mode: 0o600 }, entries);
    chmodSync(part, 0o600);
    renameSync(part, archive);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
