import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredFile } from './asset-files.ts';

const nameOfRendition = /^[a-f0-9]{40}-[a-f0-9]{32}\.[a-z0-9]{1,8}$/;
/** How old the note of a rendition's last use may get before it is written anew. */
const touchedEveryMs = 60 * 60_000;

type Kept = { size: number; touched: number };

/** Renditions on disk, up to a total size: those that nobody has asked for the longest go first. */
export type RenditionCache = ReturnType<typeof createRenditionCache>;

/** @param mostBytes how much of the disk renditions may take */
export function createRenditionCache(dataDir: string, mostBytes: number) {
  const folder = join(dataDir, 'assets', 'renditions');
  mkdirSync(folder, { recursive: true });
  let known: Map<string, Kept> | undefined;
  let total = 0;

  /** In the order of their last use, which is that of their file times. */
  function load(): Map<string, Kept> {
    if (known) return known;
    const found = readdirSync(folder).flatMap((name): [string, Kept][] => {
      const file = nameOfRendition.test(name) ? statSync(join(folder, name), { throwIfNoEntry: false }) : undefined;
      return file ? [[name, { size: file.size, touched: file.mtimeMs }]] : [];
    });
    known = new Map(found.sort(([, a], [, b]) => a.touched - b.touched));
    total = found.reduce((sum, [, { size }]) => sum + size, 0);
    return known;
  }

  async function forget(name: string): Promise<void> {
    const kept = load().get(name);
    if (!kept) return;
    load().delete(name);
    total -= kept.size;
    await rm(join(folder, name), { force: true });
  }

  return {
    async find(name: string): Promise<StoredFile | undefined> {
      const kept = load().get(name);
      if (!kept) return undefined;
      const path = join(folder, name);
      const file = await stat(path).catch(() => undefined);
      // Somebody tidied the folder by hand.
      if (!file) return forget(name).then(() => undefined);
      const isStale = Date.now() - kept.touched > touchedEveryMs;
      if (isStale) await utimes(path, new Date(), new Date()).catch(() => undefined);
      load().delete(name);
      load().set(name, isStale ? { ...kept, touched: Date.now() } : kept);
      return { path, size: kept.size };
    },

    /** Takes over a file that is whole; nobody ever sees half a rendition. */
    async keep(madeAt: string, name: string): Promise<StoredFile> {
      const path = join(folder, name);
      const { size } = await stat(madeAt);
      await rename(madeAt, path);
      total += size - (load().get(name)?.size ?? 0);
      load().delete(name);
      load().set(name, { size, touched: Date.now() });
      for (const oldest of load().keys()) {
        if (total <= mostBytes || oldest === name) break;
        await forget(oldest);
      }
      return { path, size };
    },

    /** Removes what was made of an asset. */
    async removeOf(hash: string): Promise<void> {
      for (const name of [...load().keys()].filter((key) => key.startsWith(`${hash}-`))) await forget(name);
    },
  };
}
