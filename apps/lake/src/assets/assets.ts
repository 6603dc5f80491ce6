import type { Hub } from '../listen/hub.ts';
import type { DocumentStore } from '../store/documents.ts';
import { type AssetFiles, createAssetFiles } from './asset-files.ts';
import { type AssetLimits, usualLimits } from './asset-limits.ts';
import { type AssetKind, assetIdOf, assetOf, parseAssetName } from './asset-name.ts';
import { createImagePool, type ImagePool } from './image-pool.ts';
import { createTurns } from './in-turn.ts';
import { createRenditions, type Renditions } from './rendition.ts';
import { createRenditionCache } from './rendition-cache.ts';

const sweepEveryMs = 60 * 60_000;
/** Bytes without a document that are younger than this may be about to get one, from an import in another process. */
const orphanAgeMs = 24 * 60 * 60_000;

/** A dataset's pictures and files. */
export type Assets = {
  limits: AssetLimits;
  files: AssetFiles;
  pool: ImagePool;
  renditions: Renditions;
  /** Storing and removing the same bytes, one after the other, so that no document is left without its bytes. */
  inTurn: ReturnType<typeof createTurns>;
  /** Removes what is left of uploads that broke off with the process, and bytes whose document is gone. */
  sweep(now?: number): Promise<void>;
  begin(): void;
  close(): void;
};

type Around = { folder: string; documents: DocumentStore; hub: Hub; limits: Partial<AssetLimits> | undefined };

/**
 * Bytes go with their document, at once and for good: who takes a photograph back wants it gone. (History can bring
 * back the document, not the picture, as on the hosted lake.)
 */
export function openAssets({ folder, documents, hub, limits }: Around): Assets {
  const files = createAssetFiles(folder);
  const pool = createImagePool();
  const inTurn = createTurns();
  const all = { ...usualLimits, ...limits };
  const cache = createRenditionCache(folder, all.renditionBytes);
  let sweeping: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function removeIfUnused(kind: AssetKind, name: string): Promise<void> {
    const hash = parseAssetName(kind, name)?.hash ?? '';
    await inTurn(hash, async () => {
      documents.refresh();
      // Asked and removed without a pause between, so that no upload comes in between.
      if (documents.get(assetIdOf(kind, name))) return;
      files.remove(kind, name);
      await cache.removeOf(hash);
    });
  }

  const stopListening = hub.subscribe(({ changes }) => {
    for (const { id, after } of changes) {
      const asset = after ? undefined : assetOf({ _id: id });
      if (asset) removeIfUnused(asset.kind, asset.name).catch(report);
    }
  });

  /** A sweep that the end overtook is nobody's concern: the next start does it again. */
  function reportIfOpen(error: unknown): void {
    if (!isClosed) report(error);
  }

  async function sweep(now = Date.now()): Promise<void> {
    await files.forgetIncomingBefore(now - orphanAgeMs);
    for (const { kind, name } of await files.storedBefore(now - orphanAgeMs)) await removeIfUnused(kind, name);
  }

  return {
    limits: all,
    files,
    pool,
    renditions: createRenditions({ files, pool, cache }),
    inTurn,
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

/** What could not be removed now is swept later. */
function report(error: unknown): void {
  console.error('An asset could not be removed:', error);
}
