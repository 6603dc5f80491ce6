import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ChecksummedFiles } from '@bodytext/data-dir/checksummed-files';
import { expiredTags } from '../cache/expired-tags.ts';
import { limits } from '../limits.ts';
import { processWide } from '../process-wide.ts';
import { createCircuitBreaker } from '../server/circuit-breaker.ts';
import { type Caller, createFairQueue, newCaller } from '../server/fair-queue.ts';
import { createImageVisibility, type Journal } from './image-visibility.ts';
import { fetchTimeoutMs, fetchVariant } from './media-source.ts';
import { mediaUrl, parseMediaPath, type Variant } from './media-url.ts';

/** An image; undefined when there is none; `unavailable` when it is not cached and the lake fails. */
export type MediaAnswer = Image | undefined | 'unavailable';
/** `isSubstitute`: the same crop in another size or format, served while the lake fails. */
type Image = { bytes: Buffer; type: string; isSubstitute: boolean };

const types = { avif: 'image/avif', webp: 'image/webp', jpg: 'image/jpeg' } as const;
const substituteTimeoutMs = limits.substituteTimeout.value;

export type MediaStore = ReturnType<typeof createMediaStore>;

declare module '../process-wide.ts' {
  interface Instances {
    mediaStore: MediaStore;
  }
}

/** Images from the lake, cached on disk for good: they outlast an outage. A damaged one is fetched again. */
export function createMediaStore(folder: string, journal: Journal) {
  const files = new ChecksummedFiles(folder);
  const visibility = createImageVisibility(files, journal);
  // Separate from the circuit breaker for pages: a slow image must not keep pages from the lake.
  const breaker = createCircuitBreaker({ maxOpenMs: substituteTimeoutMs });
  const queue = createFairQueue({
    concurrency: limits.concurrentImageFetches.value,
    maxQueued: limits.queuedRequests.value,
    slotMs: fetchTimeoutMs,
  });
  const prefetcher = newCaller();
  const inFlight = new Map<string, Promise<MediaAnswer>>();

  return {
    /** A cached image that is known to be published, without asking the lake. */
    async getCached(variant: Variant): Promise<Image | undefined> {
      if (!visibility.isKnownPublished(visibilityFileOf(variant))) return undefined;
      return readCached(variant);
    },

    /** @param caller on whose behalf the image is read; prefetches have none */
    async get(variant: Variant, caller: Caller = prefetcher): Promise<MediaAnswer> {
      const usedIn = await visibility.of(variant, visibilityFileOf(variant));
      // It may have been published before: unpublished images are not kept.
      if (usedIn === 'unused' || usedIn === 'draft') await files.remove(cropFolder(variant));
      if (usedIn === 'unused') return undefined;
      const cached = await readCached(variant);
      if (cached !== undefined) return cached;
      const substitute = await findSubstitute(variant);
      if (usedIn === 'unknown') return substitute ?? 'unavailable';
      const fetching = () => fetchQueued(variant, caller, usedIn === 'published');
      if (substitute === undefined) return fetching();
      return breaker.run(() => withTimeout(fetching())).catch(() => substitute);
    },

    /** Whether the crop is cached in any size. */
    async has(variant: Variant): Promise<boolean> {
      return (await cachedVariants(variant)).length > 0;
    },
  };

  /** In a fair queue: a caller who requests many sizes must not delay the other callers. */
  async function fetchQueued(variant: Variant, caller: Caller, isPublished: boolean): Promise<MediaAnswer> {
    let answer: MediaAnswer = 'unavailable';
    await queue.run(caller, async () => {
      answer = (await readCached(variant)) ?? (await fetchOnce(variant, isPublished));
    });
    return answer;
  }

  function fetchOnce(variant: Variant, isPublished: boolean): Promise<MediaAnswer> {
    const path = mediaUrl(variant);
    const fetching = inFlight.get(path) ?? fetchAndCache(variant, isPublished);
    inFlight.set(path, fetching);
    return fetching.finally(() => inFlight.delete(path));
  }

  async function fetchAndCache(variant: Variant, isPublished: boolean): Promise<MediaAnswer> {
    try {
      const bytes = await fetchVariant(variant);
      if (bytes === undefined) return undefined;
      // A draft's images are not cached: the draft may be discarded.
      if (isPublished) await cache(variant, bytes);
      return { bytes, type: types[variant.format], isSubstitute: false };
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : cause;
      console.error(`The image ${mediaUrl(variant)} could not be fetched. ${why}`);
      return 'unavailable';
    }
  }

  async function readCached(variant: Variant): Promise<Image | undefined> {
    const bytes = await files.read(mediaUrl(variant));
    return bytes && { bytes, type: types[variant.format], isSubstitute: false };
  }

  /** The cached variant of the crop that is nearest in size. Browsers scale it, and go by its Content-Type. */
  async function findSubstitute(variant: Variant): Promise<Image | undefined> {
    const distance = ({ width }: Variant) => Math.abs(Math.log(width / variant.width));
    for (const near of (await cachedVariants(variant)).toSorted((a, b) => distance(a) - distance(b))) {
      const cached = await readCached(near);
      if (cached !== undefined) return { ...cached, isSubstitute: true };
    }
    return undefined;
  }

  async function cachedVariants(variant: Variant): Promise<Variant[]> {
    const names = await files.list(cropFolder(variant));
    const crop = cropFolder(variant).replace(/^\/media\//, '');
    return names.flatMap((name) => parseMediaPath(`${crop}/${name}`) ?? []);
  }

  /** On a full disk the image is served all the same. */
  async function cache(variant: Variant, bytes: Buffer): Promise<void> {
    await files.write(mediaUrl(variant), bytes).catch((cause: unknown) => {
      console.error(`The image ${mediaUrl(variant)} could not be kept.`, cause);
    });
  }
}

/**
 * The folder with all sizes of the crop. It can't escape DATA_DIR: `mediaUrl` writes letters, digits, hyphens, one dot and
 * its own slashes.
 */
function cropFolder(variant: Variant): string {
  return dirname(mediaUrl(variant));
}

function visibilityFileOf(variant: Variant): string {
  return join(cropFolder(variant), 'shown.json');
}

/** Rejects after the timeout, while the fetch goes on. A published image that the lake can't find is a failure too. */
async function withTimeout(fetching: Promise<MediaAnswer>): Promise<Image> {
  const fetched = await Promise.race([fetching, setTimeout(substituteTimeoutMs, undefined, { ref: false })]);
  if (fetched === undefined || fetched === 'unavailable') throw new Error('There is no image yet.');
  return fetched;
}

/** The images of this process. */
export function mediaStore(dataDir: string): MediaStore {
  return processWide('mediaStore', () => createMediaStore(join(dataDir, 'site'), expiredTags(dataDir)));
}
