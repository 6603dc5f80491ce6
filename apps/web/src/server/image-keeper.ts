import { setTimeout } from 'node:timers/promises';
import { limits } from '../limits.ts';
import { mediaUrl, parseMediaPath, type Variant } from '../media/media-url.ts';
import type { MediaStore } from './media-store.ts';

/** Wide enough to look at on any screen. */
const goodWidth = 640;
const soonest = 1_000;
const longest = limits.imageRetry.value;
const mostWaiting = limits.imagesWaiting.value;

/**
 * Sees to it that of every image on a kept page one size is kept too, before an outage makes readers ask for it.
 * One at a time, behind the readers' backs, and again and again while the lake fails.
 */
export class ImageKeeper {
  readonly #store: Pick<MediaStore, 'has' | 'read'>;
  readonly #waiting = new Map<string, Variant>();
  readonly #looked = new Set<string>();
  #working: Promise<void> | undefined;

  constructor(store: Pick<MediaStore, 'has' | 'read'>) {
    this.#store = store;
  }

  keepImagesOf(html: string): void {
    for (const variant of oneOfEachCut(html)) {
      if (this.#waiting.size < mostWaiting) this.#waiting.set(mediaUrl(variant), variant);
    }
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  /** The same for a page that was kept before this program began: what was waiting then is not known any more. */
  keepOnce(key: string, html: string): void {
    if (this.#looked.has(key) || this.#looked.size >= mostWaiting) return;
    this.#looked.add(key);
    this.keepImagesOf(html);
  }

  /** Resolves when nothing is left to do. */
  async settled(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    let wait = soonest;
    for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
      const [path, variant] = next;
      const isDone = (await this.#store.has(variant)) || (await this.#store.read(variant)) !== 'unavailable';
      this.#waiting.delete(path);
      wait = isDone ? soonest : Math.min(wait * 2, longest);
      if (isDone) continue;
      // Behind the others: it may be this one that can't be had.
      this.#waiting.set(path, variant);
      await setTimeout(wait, undefined, { ref: false });
    }
  }
}

/** Of each part of an image that a page shows, one variant: the narrowest that is wide enough, in the smallest format that all know. */
function oneOfEachCut(html: string): Variant[] {
  const chosen = new Map<string, Variant>();
  for (const [, path = ''] of html.matchAll(/\/media\/([\w-]+\/[\d-]+\/\d+\.[a-z]+)/g)) {
    const variant = parseMediaPath(path);
    if (variant === undefined) continue;
    const cut = path.slice(0, path.lastIndexOf('/'));
    const best = chosen.get(cut);
    if (best === undefined || rank(variant) < rank(best)) chosen.set(cut, variant);
  }
  return [...chosen.values()];
}

/** The less, the better. */
function rank({ width, format }: Variant): number {
  const distance = width >= goodWidth ? width - goodWidth : 10_000 - width;
  return distance + { webp: 0, jpg: 100_000, avif: 200_000 }[format];
}

declare global {
  var bodytextImageKeeper: ImageKeeper | undefined;
}

/** The keeper of this program. Global, for the same reason as `expiredTags`. */
export function imageKeeper(store: Pick<MediaStore, 'has' | 'read'>): ImageKeeper {
  globalThis.bodytextImageKeeper ??= new ImageKeeper(store);
  return globalThis.bodytextImageKeeper;
}
