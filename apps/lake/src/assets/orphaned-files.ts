import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type AssetKind, parseAssetName } from './asset-name.ts';

const dayName = /^\d{4}-\d{2}-\d{2}$/;
const kinds: AssetKind[] = ['images', 'files'];

/**
 * Files of assets without a document, in a folder for each day: `orphaned/2026-11-30/images`. They are not deleted at
 * once: a database that was restored from an old copy does not know newer uploads, and these files are the only copy.
 */
export type OrphanedFiles = ReturnType<typeof createOrphanedFiles>;

/** @param assets the folder of all assets: on the same disk, so that a rename copies nothing */
export function createOrphanedFiles(assets: string) {
  const root = join(assets, 'orphaned');

  async function folders(): Promise<string[]> {
    const names = await readdir(root).catch(() => []);
    return names.filter((name) => dayName.test(name)).sort();
  }

  async function pathsOf(kind: AssetKind, name: string): Promise<string[]> {
    if (!parseAssetName(kind, name)) return [];
    const paths = (await folders()).map((day) => join(root, day, kind, name));
    const found = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
    return paths.filter((_, index) => found[index]?.isFile());
  }

  return {
    /** The path of an orphaned file, if there is one. */
    find: async (kind: AssetKind, name: string): Promise<string | undefined> => (await pathsOf(kind, name)).at(-1),

    async add(from: string, kind: AssetKind, name: string, now: number): Promise<void> {
      const folder = join(root, dayOf(now), kind);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await rename(from, join(folder, name));
    },

    async remove(kind: AssetKind, name: string): Promise<void> {
      for (const path of await pathsOf(kind, name)) await rm(path, { force: true });
    },

    async list(): Promise<{ kind: AssetKind; name: string }[]> {
      const found: { kind: AssetKind; name: string }[] = [];
      for (const day of await folders()) {
        for (const kind of kinds) {
          const names = await readdir(join(root, day, kind)).catch(() => []);
          found.push(...names.filter((name) => parseAssetName(kind, name)).map((name) => ({ kind, name })));
        }
      }
      return found;
    },

    /** Deletes the folders of days before that of a moment. */
    async deleteBefore(moment: number): Promise<void> {
      for (const day of await folders()) {
        if (day < dayOf(moment)) await rm(join(root, day), { recursive: true, force: true });
      }
    },
  };
}

function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
