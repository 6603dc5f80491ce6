import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ChecksummedFiles } from '@bodytext/data-dir/checksummed-files';
import { expiredTags } from '../cache/expired-tags.ts';
import { limits } from '../limits.ts';
import { mediaUrl, parseMediaPath, type Variant } from '../media/media-url.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { type Caller, FairTurns, newCaller } from './fair-turns.ts';
import { type KnownChanges, MediaPermits } from './media-permits.ts';
import { fetchVariant, patienceForImages } from './media-source.ts';

/** An image's bytes; undefined when there is no such image; `unavailable` when the lake can't be asked. */
export type MediaAnswer = MediaBytes | undefined | 'unavailable';
/** `isSubstitute`: the same part of the image in another size or format, for as long as the lake fails. */
type MediaBytes = { bytes: Buffer; type: string; isSubstitute: boolean };

const types = { avif: 'image/avif', webp: 'image/webp', jpg: 'image/jpeg' } as const;
const patience = limits.imagePatience.value;

/** Images that the site has fetched once are its own: they outlast the lake. One that was damaged is fetched again. */
export class MediaStore {
  readonly #files: ChecksummedFiles;
  readonly #permits: MediaPermits;
  /** Of its own: an image that takes long to make must not keep pages from the lake. */
  readonly #breaker = new CircuitBreaker({ mostRestMs: patience });
  readonly #turns = new FairTurns({
    atOnce: limits.imagesFetched.value,
    mostWaiting: limits.waiting.value,
    longest: patienceForImages,
  });
  readonly #itself = newCaller();
  readonly #fetching = new Map<string, Promise<MediaAnswer>>();

  constructor(folder: string, changes: KnownChanges) {
    this.#files = new ChecksummedFiles(folder);
    this.#permits = new MediaPermits(this.#files, changes);
  }

  /** What is kept and known to be shown: to be sent at once, without a question to anybody. */
  async ready(variant: Variant): Promise<MediaBytes | undefined> {
    if (!this.#permits.isKnown(join(cutOf(variant), 'shown.json'))) return undefined;
    const kept = await this.#kept(variant);
    return kept && { ...kept, isSubstitute: false };
  }

  /** @param caller who waits for it, where somebody does */
  async read(variant: Variant, caller = this.#itself): Promise<MediaAnswer> {
    const shown = await this.#permits.of(variant, join(cutOf(variant), 'shown.json'));
    // What was shown once and is shown no more is not kept either.
    if (shown === 'nowhere' || shown === 'draft') await this.#files.remove(cutOf(variant));
    if (shown === 'nowhere') return undefined;
    const kept = await this.#kept(variant);
    if (kept !== undefined) return { ...kept, isSubstitute: false };
    const substitute = await this.#substitute(variant);
    if (shown === 'unknown') return substitute ?? 'unavailable';
    if (substitute === undefined) return this.#fetchInTurn(variant, caller, shown === 'published');
    return this.#breaker
      .run(() => soon(this.#fetchInTurn(variant, caller, shown === 'published')))
      .catch(() => substitute);
  }

  /** Whether any size of this part of the image is kept. */
  async has(variant: Variant): Promise<boolean> {
    return (await this.#keptVariants(variant)).length > 0;
  }

  /** In the turn of who asks: many sizes for one take long, and must not keep another from theirs. */
  async #fetchInTurn(variant: Variant, caller: Caller, isPublished: boolean): Promise<MediaAnswer> {
    let answer: MediaAnswer = 'unavailable';
    await this.#turns.take(caller, async () => {
      const kept = await this.#kept(variant);
      answer = kept ? { ...kept, isSubstitute: false } : await this.#fetchOnce(variant, isPublished);
    });
    return answer;
  }

  #fetchOnce(variant: Variant, isPublished: boolean): Promise<MediaAnswer> {
    const path = mediaUrl(variant);
    const fetching = this.#fetching.get(path) ?? this.#fetch(variant, isPublished);
    this.#fetching.set(path, fetching);
    return fetching.finally(() => this.#fetching.delete(path));
  }

  async #fetch(variant: Variant, isPublished: boolean): Promise<MediaAnswer> {
    try {
      const bytes = await fetchVariant(variant);
      if (bytes === undefined) return undefined;
      // What only a draft shows may still be thrown away.
      if (isPublished) await this.#keep(variant, bytes);
      return { bytes, type: types[variant.format], isSubstitute: false };
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : cause;
      console.error(`The image ${mediaUrl(variant)} could not be fetched. ${why}`);
      return 'unavailable';
    }
  }

  async #kept(variant: Variant): Promise<Omit<MediaBytes, 'isSubstitute'> | undefined> {
    const bytes = await this.#files.read(mediaUrl(variant));
    return bytes && { bytes, type: types[variant.format] };
  }

  /** The nearest in size of what is kept of this part of the image. Browsers scale it, and go by its type. */
  async #substitute(variant: Variant): Promise<MediaBytes | undefined> {
    const distance = ({ width }: Variant) => Math.abs(Math.log(width / variant.width));
    for (const near of (await this.#keptVariants(variant)).toSorted((a, b) => distance(a) - distance(b))) {
      const kept = await this.#kept(near);
      if (kept !== undefined) return { ...kept, isSubstitute: true };
    }
    return undefined;
  }

  async #keptVariants(variant: Variant): Promise<Variant[]> {
    const names = await this.#files.list(cutOf(variant));
    const cut = dirname(mediaUrl(variant)).replace(/^\/media\//, '');
    return names.flatMap((name) => parseMediaPath(`${cut}/${name}`) ?? []);
  }

  /** A full disk keeps nobody from an image that was fetched. */
  async #keep(variant: Variant, bytes: Buffer): Promise<void> {
    await this.#files.write(mediaUrl(variant), bytes).catch((cause: unknown) => {
      console.error(`The image ${mediaUrl(variant)} could not be kept.`, cause);
    });
  }
}

/**
 * The folder of all sizes of this part of the image. Safe as a path: `mediaUrl` writes letters, digits, hyphens, one dot
 * and slashes of its own.
 */
function cutOf(variant: Variant): string {
  return dirname(mediaUrl(variant));
}

/** The image, if it comes soon. It goes on being fetched. A lake that knows no image that is shown is not well either. */
async function soon(fetching: Promise<MediaAnswer>): Promise<MediaBytes> {
  const fetched = await Promise.race([fetching, setTimeout(patience, undefined, { ref: false })]);
  if (fetched === undefined || fetched === 'unavailable') throw new Error('There is no image yet.');
  return fetched;
}

declare global {
  var bodytextMediaStore: MediaStore | undefined;
}

/** The images of this program. Global, for the same reason as `expiredTags`. */
export function mediaStore(dataDir: string): MediaStore {
  globalThis.bodytextMediaStore ??= new MediaStore(join(dataDir, 'site'), expiredTags(dataDir));
  return globalThis.bodytextMediaStore;
}
