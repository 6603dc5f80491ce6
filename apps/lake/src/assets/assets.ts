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
/** Bytes without a document that are younger than this may be about to get one, from an import in another process. */
const orphanAgeMs = 24 * 60 * 60_000;
const dayMs = 24 * 60 * 60_000;

/** A dataset's pictures and files. */
export type Assets = {
  limits: AssetLimits;
  files: AssetFiles;
  /** Bytes that no document describes, and that wait for one. */
  orphaned: OrphanedFiles;
  /** The bytes of an asset, also where they were put aside and are used again. */
  find(kind: AssetKind, name: string): Promise<StoredFile | undefined>;
  /** Takes back all that was put aside and is used again. */
  restoreOrphans(): Promise<void>;
  pool: ImagePool;
  renditions: Renditions;
  /** Storing and removing the same bytes, one after the other, so that no document is left without its bytes. */
  withLock: ReturnType<typeof createKeyedMutex>;
  /** Removes what is left of uploads that broke off with the process, and puts bytes aside that no document describes. */
  sweep(now?: number): Promise<void>;
  begin(): void;
  close(): void;
};

type Around = { folder: string; store: Store; hub: Hub; limits: Partial<AssetLimits> | undefined };

/**
 * Bytes go with their document, at once and for good: who takes a photograph back wants it gone. (History can bring
 * back the document, not the picture, as on the hosted lake.) Bytes of which the database knows nothing are put aside
 * and kept for long: the database may be an old copy, and these bytes all there is.
 */
export function openAssets({ folder, store, hub, limits }: Around): Assets {
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
      // Asked and removed without a pause between, so that no upload comes in between.
      if (documents.get(assetIdOf(kind, name))) return;
      files.remove(kind, name);
      await orphaned.remove(kind, name);
      await cache.removeOf(hash);
    });
  }

  /** Whether a document describes the bytes, or needs them: an import may bring documents without those of their assets. */
  function isUsed(kind: AssetKind, name: string): boolean {
    const id = assetIdOf(kind, name);
    return documents.get(id) !== undefined || documents.referrers(id, { strongOnly: false }).length > 0;
  }

  /** Whether the history tells that the document of an asset was deleted after its bytes were stored. */
  function wasDeleted({ kind, name, storedAt }: StoredAsset): boolean {
    const id = assetIdOf(kind, name);
    const [last] = log.list({ documentIds: [id], reverse: true, limit: 1 });
    const isGone = last?.effects.some(({ documentId, transition }) => documentId === id && transition === 'disappear');
    return last !== undefined && isGone === true && Date.parse(last.timestamp) >= storedAt;
  }

  async function restoreOrphan(kind: AssetKind, name: string): Promise<void> {
    const path = await orphaned.find(kind, name);
    if (path === undefined) return;
    // Whoever asks for it at the same moment, also a command beside the lake, may have taken it back already.
    if (!(await files.find(kind, name))) await files.keep({ path }, kind, name).catch(unlessMissing);
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

  /** A sweep that the end overtook is nobody's concern: the next start does it again. */
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

  /** Whether the bytes were put aside. */
  async function tidy(asset: StoredAsset, now: number): Promise<boolean> {
    const { kind, name, path } = asset;
    const hash = parseAssetName(kind, name)?.hash ?? '';
    return withLock(hash, async () => {
      documents.refresh();
      if (documents.get(assetIdOf(kind, name))) return false;
      const isDeleted = wasDeleted(asset);
      if (isDeleted) files.remove(kind, name);
      else if (isUsed(kind, name)) return false;
      else await orphaned.putAside(path, kind, name, now);
      await cache.removeOf(hash);
      return !isDeleted;
    });
  }

  /** One after the other: what one has listed, another would meanwhile put aside. */
  const sweep = (now = Date.now()): Promise<void> => withLock('sweep', () => sweepOnce(now));

  async function sweepOnce(now: number): Promise<void> {
    await files.forgetIncomingBefore(now - orphanAgeMs);
    await restoreOrphans();
    let count = 0;
    for (const asset of await files.storedBefore(now - orphanAgeMs)) if (await tidy(asset, now)) count += 1;
    if (count > 0) console.log(orphansFound(count, files.root, all.orphanDays));
    if (all.orphanDays > 0) await orphaned.forgetBefore(now - all.orphanDays * dayMs);
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

/** What could not be done now is done by the next sweep. */
function report(error: unknown): void {
  console.error('An asset could not be removed, put aside or taken back:', error);
}

function orphansFound(count: number, root: string, days: number): string {
  const until = days > 0 ? `They are deleted after ${days} days (LAKE_ORPHAN_DAYS)` : 'They are kept';
  return `No document describes ${count} files of assets, so they were put aside in ${root}/orphaned. ${until}. If the database is an old copy, put the newer one back: they are then taken back.`;
}
