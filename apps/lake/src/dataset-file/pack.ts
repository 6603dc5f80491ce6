import { chmodSync, renameSync, rmSync } from 'node:fs';

/**
 * Packs the entries of a folder into an archive. The archive is reproducible (no modification times), and renamed to
 * its name when it is complete.
 *
 * @param folder within a work folder beside the archive, see `withWorkFolder`
 */
export async function pack(folder: string, entries: string[], archive: string, prefix?: string): Promise<void> {
  // Imported lazily: it would slow down the lake's start.
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
