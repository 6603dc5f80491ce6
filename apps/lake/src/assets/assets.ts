import { z } from 'zod';
import type { Hub } from '../listen/hub.ts';
import type { Store } from '../store/store.ts';
import { type AssetFiles, createAssetFiles, type StoredAsset, type StoredFile } from './asset-files.ts';
import { type AssetKind, assetIdOf, assetOf, parseAssetName } from './asset-name.ts';
import { createImagePool, type ImagePool } from './image-pool.ts';
import { createKeyedMutex } from './keyed-mutex.ts';
import { type AssetLimits, defaultAssetLimits } from './limits.ts';
import { createOrphanedFiles, type OrphanedFiles } from './orphaned-files.ts';
import { createRenditions, type Renditions } from './rendition.ts';
import { createRenditionCache } from './rendition-cache.ts';

const sweepEveryMs = 60 * 60_000;
/** Younger files without a document are not orphans yet: an import in another process may be about to write it. */
const orphanAgeMs = 24 * 60 * 60_000;
const dayMs = 24 * 60 * 60_000;

/** A dataset's images and files. */
export type Assets = {
  limits: AssetLimits;
  files: AssetFiles;
  /** Files without a document, kept for some time in case it comes back. */
  orphaned: OrphanedFiles;
  /** The file of an asset; restores an orphaned one that is used again. */
  find(kind: AssetKind, name: string): Promise<StoredFile | undefined>;
  /** Restores all orphaned files that are used again. */
  restoreOrphans(): Promise<void>;
  pool: ImagePool;
  renditions: Renditions;
  /** A mutex by hash for storing and removing files, so that no document is left without its file. */
  withLock: ReturnType<typeof createKeyedMutex>;
  /** Deletes temporary files of killed processes, and moves files without a document to the orphans. */
  sweep(now?: number): Promise<void>;
  begin(): void;
  close(): void;
};

type Parts = { folder: string; store: Store; hub: Hub; limits: Partial<AssetLimits> | undefined };

/**
 * A file is deleted together with its document, at once: an editor who deletes a photograph wants it gone. (As on the
 * hosted lake, history can restore the document, not the file.) A file that the database does not know is moved to the
 * orphans and kept for long: the database may be an old copy, and the file the only one.
 */
export function openAssets({ folder, store, hub, limits }: Parts): Assets {
  const { documents, log } = store;
  const files = createAssetFiles(folder);
  const orphaned = createOrphanedFiles(files.root);
  const pool = createImagePool();
  const withLock = createKeyedMutex();
  const all = { ...defaultAssetLimits, ...limits };
  const cache = createRenditionCache(folder, all.renditionBytes);
  let sweeping: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function removeWithDocument(kind: AssetKind, name: string): Promise<void> {
    const hash = parseAssetName(kind, name)?.hash ?? '';
    await withLock(hash, async () => {
      documents.refresh();
      // Checked and deleted synchronously, so that no upload can happen in between.
      if (documents.get(assetIdOf(kind, name))) return;
      files.remove(kind, name);
      await orphaned.remove(kind, name);
      await cache.evictAsset(hash);
    });
  }

  /** Whether the asset has a document or is referenced: an import may bring references without the asset documents. */
  function isUsed(kind: AssetKind, name: string): boolean {
    const id = assetIdOf(kind, name);
    return documents.get(id) !== undefined || documents.referrers(id, { strongOnly: false }).length > 0;
  }

  /** Whether, by the history, the asset's document was deleted after the file was stored. */
  function wasDeleted({ kind, name, storedAt }: StoredAsset): boolean {
    const id = assetIdOf(kind, name);
    const [last] = log.list({ documentIds: [id], reverse: true, limit: 1 });
    const isGone = last?.effects.some(({ documentId, transition }) => documentId === id && transition === 'disappear');
    return last !== undefined && isGone === true && Date.parse(last.timestamp) >= storedAt;
  }

  async function restoreOrphan(kind: AssetKind, name: string): Promise<void> {
    const path = await orphaned.find(kind, name);
    if (path === undefined) return;
    // A concurrent request, or a command in another process, may have restored it already.
    if (!(await files.find(kind, name))) await files.store({ path }, kind, name).catch(unlessMissing);
    await orphaned.remove(kind, name);
  }

  const stopListening = hub.subscribe(({ changes }) => {
    for (const { id, before, after } of changes) {
      const asset = before && after ? undefined : assetOf({ _id: id });
      if (!asset) continue;
      const { kind, name } = asset;
      if (after) restoreOrphan(kind, name).catch(report);
      else removeWithDocument(kind, name).catch(report);
    }
  });

  /** Closing interrupts a sweep; the next start sweeps again. */
  function reportIfOpen(error: unknown): void {
    if (!isClosed) report(error);
  }

  async function restoreOrphans(): Promise<void> {
    documents.refresh();
    for (const { kind, name } of await orphaned.list()) {
      if (isUsed(kind, name)) await restoreOrphan(kind, name);
    }
  }

  async function find(kind: AssetKind, name: string): Promise<StoredFile | undefined> {
    const found = await files.find(kind, name);
    if (found || !parseAssetName(kind, name) || !isUsed(kind, name)) return found;
    await restoreOrphan(kind, name);
    return files.find(kind, name);
  }

  /** Returns whether the file was moved to the orphans. */
  async function sweepAsset(asset: StoredAsset, now: number): Promise<boolean> {
    const { kind, name, path } = asset;
    const hash = parseAssetName(kind, name)?.hash ?? '';
    return withLock(hash, async () => {
      documents.refresh();
      if (documents.get(assetIdOf(kind, name))) return false;
      const isDeleted = wasDeleted(asset);
      if (isDeleted) files.remove(kind, name);
      else if (isUsed(kind, name)) return false;
      else await orphaned.add(path, kind, name, now);
      await cache.evictAsset(hash);
      return !isDeleted;
    });
  }

  /** One sweep at a time: another would move files that this one has listed. */
  const sweep = (now = Date.now()): Promise<void> => withLock('sweep', () => sweepOnce(now));

  async function sweepOnce(now: number): Promise<void> {
    await files.deleteIncomingBefore(now - orphanAgeMs);
    await restoreOrphans();
    let count = 0;
    for (const asset of await files.storedBefore(now - orphanAgeMs)) if (await sweepAsset(asset, now)) count += 1;
    if (count > 0) console.log(orphansFound(count, files.root, all.orphanDays));
    if (all.orphanDays > 0) await orphaned.deleteBefore(now - all.orphanDays * dayMs);
  }

  return {
    limits: all,
    files,
    orphaned,
    find,
    restoreOrphans,
    pool,
    renditions: createRenditions({ find, incoming: files.incoming, pool, cache }),
    withLock,
    sweep,
    begin() {
      sweep().catch(reportIfOpen);
      sweeping = setInterval(() => sweep().catch(reportIfOpen), sweepEveryMs).unref();
    },
    close() {
      isClosed = true;
      clearInterval(sweeping);
      stopListening();
      pool.close();
    },
  };
}

const missing = z.object({ code: z.literal('ENOENT') });

function unlessMissing(error: unknown): void {
  if (!missing.safeParse(error).success) throw error;
}

/** The next sweep tries again. */
function report(error: unknown): void {
  console.error('An asset could not be removed, put aside or taken back:', error);
}

function orphansFound(count: number, root: string, days: number): string {
  const until = days > 0 ? `They are deleted after ${days} days (LAKE_ORPHAN_DAYS)` : 'They are kept';
  return `No document describes ${count} files of assets, so they were put aside in ${root}/orphaned. ${until}. If the database is an old copy, put the newer one back: they are then taken back.`;
}
