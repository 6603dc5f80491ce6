import { limits } from '../limits.ts';
import type { Rect } from './frame.ts';
import { documentsUsing } from './media-source.ts';
import type { Variant } from './media-url.ts';

/** The published documents that use a crop of an image, and whether a draft does. */
export type Usage = { documents: readonly string[]; inDraft: boolean };

/** The names of all crops of an image that documents use, read at a position of the journal of expired tags. */
type Snapshot = { crops: ReadonlySet<string>; position: number; expiresAt: number };

const unused: Usage = { documents: [], inDraft: false };

/**
 * Asks the lake which documents use a crop of an image. An image may be in thousands of documents: a client that makes up
 * crops must not have them all read each time. So the crops of an image are cached for a moment, and queries about the
 * same image run one after another.
 */
export function createCropUsage() {
  /** Oldest first. */
  const snapshots = new Map<string, Snapshot>();
  const inFlight = new Map<string, Promise<unknown>>();

  return {
    /** @param position of the journal now: a snapshot from another position is not used */
    async of(variant: Variant, position: number): Promise<Usage> {
      const { id } = variant.asset;
      for (let other = inFlight.get(id); other !== undefined; other = inFlight.get(id)) {
        await other.catch(() => undefined);
      }
      const snapshot = snapshots.get(id);
      const isFresh = snapshot !== undefined && snapshot.position === position && Date.now() < snapshot.expiresAt;
      if (isFresh && !snapshot.crops.has(nameOf(variant.rect))) return unused;
      const query = readUsage(variant, position).finally(() => inFlight.delete(id));
      inFlight.set(id, query);
      return query;
    },
  };

  /** Stops at the first page with a published document; only an unused crop takes all pages. */
  async function readUsage({ asset, rect }: Variant, position: number): Promise<Usage> {
    const crops = new Map<string, { documents: string[]; inDraft: boolean }>();
    for await (const page of documentsUsing(asset)) {
      for (const { id, rects } of page) {
        for (const name of new Set(rects.map(nameOf))) {
          const usage = crops.get(name) ?? { documents: [], inDraft: false };
          crops.set(name, usage);
          if (id.includes('.')) usage.inDraft = true;
          else usage.documents.push(id);
        }
      }
      const found = crops.get(nameOf(rect));
      if (found !== undefined && found.documents.length > 0) return found;
    }
    const expiresAt = Date.now() + limits.cropUsageMaxAge.value;
    setSnapshot(asset.id, { crops: new Set(crops.keys()), position, expiresAt });
    return crops.get(nameOf(rect)) ?? unused;
  }

  function setSnapshot(assetId: string, snapshot: Snapshot): void {
    snapshots.delete(assetId);
    snapshots.set(assetId, snapshot);
    const [oldest] = snapshots.keys();
    if (snapshots.size > limits.cropUsageCache.value && oldest !== undefined) snapshots.delete(oldest);
  }
}

function nameOf({ x, y, width, height }: Rect): string {
  return `${x}-${y}-${width}-${height}`;
}
