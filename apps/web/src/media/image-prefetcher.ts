import { setTimeout } from 'node:timers/promises';
import { limits } from '../limits.ts';
import { processWide } from '../process-wide.ts';
import type { MediaStore } from './media-store.ts';
import { mediaUrl, parseMediaPath, type Variant } from './media-url.ts';

/** Wide enough for any screen. */
const goodWidth = 640;
const minRetryMs = 1_000;
const maxRetryMs = limits.imageRetry.value;
const maxQueued = limits.queuedPrefetches.value;

export type ImagePrefetcher = ReturnType<typeof createImagePrefetcher>;

declare module '../process-wide.ts' {
  interface Instances {
    imagePrefetcher: ImagePrefetcher;
  }
}

/**
 * Fetches one size of every image on a cached page, so that there is something to show during an outage. One image at a
 * time, in the background, with exponential backoff while the lake fails.
 */
export function createImagePrefetcher(store: Pick<MediaStore, 'has' | 'get'>) {
  const queue = new Map<string, Variant>();
  const seenPages = new Set<string>();
  let running: Promise<void> | undefined;

  return {
    enqueueImagesOf,

    /** For pages that an earlier process cached, and whose queue was lost with it. */
    enqueueOnce(key: string, html: string): void {
      if (seenPages.has(key) || seenPages.size >= maxQueued) return;
      seenPages.add(key);
      enqueueImagesOf(html);
    },

    /** Resolves when the queue is empty. */
    async idle(): Promise<void> {
      await running;
    },
  };

  function enqueueImagesOf(html: string): void {
    for (const variant of oneOfEachCrop(html)) {
      if (queue.size < maxQueued) queue.set(mediaUrl(variant), variant);
    }
    running ??= run().finally(() => {
      running = undefined;
    });
  }

  async function run(): Promise<void> {
    let retryMs = minRetryMs;
    for (let [next] = queue; next !== undefined; [next] = queue) {
      const [path, variant] = next;
      const isDone = (await store.has(variant)) || (await store.get(variant)) !== 'unavailable';
      queue.delete(path);
      retryMs = isDone ? minRetryMs : Math.min(retryMs * 2, maxRetryMs);
      if (isDone) continue;
      // Back to the end of the queue: only this image may be failing.
      queue.set(path, variant);
      await setTimeout(retryMs, undefined, { ref: false });
    }
  }
}

/** One variant of each crop on a page: the narrowest that is wide enough, in the smallest format that all browsers know. */
function oneOfEachCrop(html: string): Variant[] {
  const chosen = new Map<string, Variant>();
  for (const [, path = ''] of html.matchAll(/\/media\/([\w-]+\/[\d-]+\/\d+\.[a-z]+)/g)) {
    const variant = parseMediaPath(path);
    if (variant === undefined) continue;
    const crop = path.slice(0, path.lastIndexOf('/'));
    const best = chosen.get(crop);
    if (best === undefined || rank(variant) < rank(best)) chosen.set(crop, variant);
  }
  return [...chosen.values()];
}

/** Lower is better. */
function rank({ width, format }: Variant): number {
  const distance = width >= goodWidth ? width - goodWidth : 10_000 - width;
  return distance + { webp: 0, jpg: 100_000, avif: 200_000 }[format];
}

/** The prefetcher of this process. */
export function imagePrefetcher(store: Pick<MediaStore, 'has' | 'get'>): ImagePrefetcher {
  return processWide('imagePrefetcher', () => createImagePrefetcher(store));
}
