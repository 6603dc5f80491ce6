import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredFile } from './asset-files.ts';

/** A rendition's name and, before its extension, the digest of its bytes. */
const nameOfFile = /^([a-f0-9]{40}-[a-f0-9]{32})-([a-f0-9]{32})(\.[a-z0-9]{1,8})$/;
const nameOfRendition = /^([a-f0-9]{40}-[a-f0-9]{32})(\.[a-z0-9]{1,8})$/;
/** How old the note of a rendition's last use may get before it is written anew. */
const touchedEveryMs = 60 * 60_000;

/** `wholeAt`: the time of the file when its bytes were last looked at; while that stays, they are not read again. */
type Kept = { file: string; digest: string; size: number; touched: number; wholeAt?: number };

/**
 * Renditions on disk, up to a total size: those that nobody has asked for the longest go first. One that was damaged
 * is made again: browsers keep a rendition for a year.
 */
export type RenditionCache = ReturnType<typeof createRenditionCache>;

/** @param mostBytes how much of the disk renditions may take */
export function createRenditionCache(dataDir: string, mostBytes: number) {
  const folder = join(dataDir, 'assets', 'renditions');
  if (statSync(folder, { throwIfNoEntry: false })?.isFile()) rmSync(folder);
  mkdirSync(folder, { recursive: true });
  let known: Map<string, Kept> | undefined;
  let total = 0;

  /** In the order of their last use, which is that of their file times. */
  function load(): Map<string, Kept> {
    if (known) return known;
    const found = readdirSync(folder).flatMap(read);
    known = new Map(found.sort(([, a], [, b]) => a.touched - b.touched));
    total = found.reduce((sum, [, { size }]) => sum + size, 0);
    return known;
  }

  /** Whatever else is in the folder can't be a rendition of this version, and is removed. */
  function read(file: string): [string, Kept][] {
    const [, name, digest, extension] = nameOfFile.exec(file) ?? [];
    const found = statSync(join(folder, file), { throwIfNoEntry: false });
    if (name && digest && extension && found?.isFile()) {
      return [[name + extension, { file, digest, size: found.size, touched: found.mtimeMs }]];
    }
    rmSync(join(folder, file), { recursive: true, force: true });
    return [];
  }

  async function forget(name: string): Promise<void> {
    const kept = load().get(name);
    if (!kept) return;
    load().delete(name);
    total -= kept.size;
    await rm(join(folder, kept.file), { recursive: true, force: true });
  }

  return {
    async find(name: string): Promise<StoredFile | undefined> {
      const kept = load().get(name);
      if (!kept) return undefined;
      const path = join(folder, kept.file);
      const file = await stat(path).catch(() => undefined);
      const isAsItWas = file?.size === kept.size && file.mtimeMs === kept.wholeAt;
      // Somebody tidied the folder by hand, or the disk is broken.
      if (!file || (!isAsItWas && (await digestOf(path)) !== kept.digest)) return forget(name).then(() => undefined);
      const isStale = Date.now() - kept.touched > touchedEveryMs;
      if (isStale) await utimes(path, new Date(), new Date()).catch(() => undefined);
      load().delete(name);
      load().set(name, { ...kept, wholeAt: file.mtimeMs, ...(isStale && { touched: Date.now() }) });
      return { path, size: kept.size };
    },

    /** Takes over a file that is whole; nobody ever sees half a rendition. */
    async keep(madeAt: string, name: string): Promise<StoredFile> {
      const [, base = '', extension = ''] = nameOfRendition.exec(name) ?? [];
      const digest = await digestOf(madeAt);
      if (base === '' || digest === undefined) throw new Error(`The rendition ${name} could not be kept.`);
      const file = `${base}-${digest}${extension}`;
      const path = join(folder, file);
      await forget(name);
      await rename(madeAt, path);
      const { size, mtimeMs } = await stat(path);
      total += size;
      load().set(name, { file, digest, size, touched: Date.now(), wholeAt: mtimeMs });
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

/** As much of the digest as a name has room for; undefined for what can't be read. */
async function digestOf(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes && createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}
