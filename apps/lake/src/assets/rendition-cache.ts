import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredFile } from './asset-files.ts';

/** A rendition's name with, before its extension, the digest of its bytes. */
const fileNamePattern = /^([a-f0-9]{40}-[a-f0-9]{32})-([a-f0-9]{32})(\.[a-z0-9]{1,8})$/;
const renditionNamePattern = /^([a-f0-9]{40}-[a-f0-9]{32})(\.[a-z0-9]{1,8})$/;
/** A file's time is updated on use, but not more often than this. */
const touchEveryMs = 60 * 60_000;

/** `verifiedMtime`: the file's mtime when its digest was last verified; while it is unchanged, the bytes are not read again. */
type Entry = { file: string; digest: string; size: number; lastUsed: number; verifiedMtime?: number };

/**
 * An LRU cache of renditions on disk, bounded by total size. Each file is verified by its digest, and a damaged one is
 * evicted and made again: browsers cache a rendition for a year.
 */
export type RenditionCache = ReturnType<typeof createRenditionCache>;

/** @param mostBytes of all renditions together */
export function createRenditionCache(dataDir: string, mostBytes: number) {
  const folder = join(dataDir, 'assets', 'renditions');
  if (statSync(folder, { throwIfNoEntry: false })?.isFile()) rmSync(folder);
  mkdirSync(folder, { recursive: true });
  let entries: Map<string, Entry> | undefined;
  let total = 0;

  /** In the order of last use, which after a restart is that of the file times. */
  function load(): Map<string, Entry> {
    if (entries) return entries;
    const found = readdirSync(folder).flatMap(read);
    entries = new Map(found.sort(([, a], [, b]) => a.lastUsed - b.lastUsed));
    total = found.reduce((sum, [, { size }]) => sum + size, 0);
    return entries;
  }

  /** Removes files that are not renditions, such as those of another version of the lake. */
  function read(file: string): [string, Entry][] {
    const [, name, digest, extension] = fileNamePattern.exec(file) ?? [];
    const found = statSync(join(folder, file), { throwIfNoEntry: false });
    if (name && digest && extension && found?.isFile()) {
      return [[name + extension, { file, digest, size: found.size, lastUsed: found.mtimeMs }]];
    }
    rmSync(join(folder, file), { recursive: true, force: true });
    return [];
  }

  async function evict(name: string): Promise<void> {
    const entry = load().get(name);
    if (!entry) return;
    load().delete(name);
    total -= entry.size;
    await rm(join(folder, entry.file), { recursive: true, force: true });
  }

  return {
    async find(name: string): Promise<StoredFile | undefined> {
      const entry = load().get(name);
      if (!entry) return undefined;
      const path = join(folder, entry.file);
      const file = await stat(path).catch(() => undefined);
      const isUnchanged = file?.size === entry.size && file.mtimeMs === entry.verifiedMtime;
      // Missing or damaged: the operator deleted it, or the disk is failing.
      if (!file || (!isUnchanged && (await digestOf(path)) !== entry.digest)) return evict(name).then(() => undefined);
      const isStale = Date.now() - entry.lastUsed > touchEveryMs;
      if (isStale) await utimes(path, new Date(), new Date()).catch(() => undefined);
      load().delete(name);
      load().set(name, { ...entry, verifiedMtime: file.mtimeMs, ...(isStale && { lastUsed: Date.now() }) });
      return { path, size: entry.size };
    },

    /** Moves a complete file into the cache, so that no request sees a partial one, and evicts the least recently used. */
    async store(madeAt: string, name: string): Promise<StoredFile> {
      const [, base = '', extension = ''] = renditionNamePattern.exec(name) ?? [];
      const digest = await digestOf(madeAt);
      if (base === '' || digest === undefined) throw new Error(`The rendition ${name} could not be kept.`);
      const file = `${base}-${digest}${extension}`;
      const path = join(folder, file);
      await evict(name);
      await rename(madeAt, path);
      const { size, mtimeMs } = await stat(path);
      total += size;
      load().set(name, { file, digest, size, lastUsed: Date.now(), verifiedMtime: mtimeMs });
      for (const oldest of load().keys()) {
        if (total <= mostBytes || oldest === name) break;
        await evict(oldest);
      }
      return { path, size };
    },

    /** Evicts all renditions of an asset. */
    async evictAsset(hash: string): Promise<void> {
      for (const name of [...load().keys()].filter((key) => key.startsWith(`${hash}-`))) await evict(name);
    },
  };
}

/** As much of the digest as fits into a file name; undefined where the file can't be read. */
async function digestOf(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes && createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}
