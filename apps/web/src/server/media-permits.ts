import { tag } from '@bodytext/content/tags';
import type { ChecksummedFiles } from '@bodytext/data-dir/checksummed-files';
import { z } from 'zod';
import type { ExpiredTags } from '../cache/expired-tags.ts';
import { limits } from '../limits.ts';
import type { Variant } from '../media/media-url.ts';
import { LakeIsResting } from './circuit-breaker.ts';
import { removalsIn } from './removals.ts';
import { ShownCuts } from './shown-cuts.ts';

/** Who shows a part of an image: readers see it, editors alone, nobody; or nobody knows, since the lake fails. */
export type Shown = 'published' | 'draft' | 'nowhere' | 'unknown';

const permit = z.object({ position: z.number(), documents: z.array(z.string()).min(1).readonly() });
type Permit = z.infer<typeof permit>;

/** What is known of changes, as far as images rest on it. */
export type KnownChanges = Pick<ExpiredTags, 'begin' | 'position' | 'positionOf' | 'haveExpired'>;

/**
 * Which parts of images may be served: those that a published document shows. The answer is remembered on disk with
 * the documents that it rests on, and the lake is asked again when one of them changed. So an image outlasts the lake,
 * but not the last document that shows it.
 */
export class MediaPermits {
  readonly #files: ChecksummedFiles;
  readonly #changes: KnownChanges;
  readonly #known = new Map<string, Permit>();
  readonly #cuts = new ShownCuts();

  constructor(files: ChecksummedFiles, changes: KnownChanges) {
    this.#files = files;
    this.#changes = changes;
  }

  /** Whether it is known without asking anybody that readers see it. */
  isKnown(file: string): boolean {
    const known = this.#known.get(file);
    return known !== undefined && !this.#changes.haveExpired(known.documents.map(tag.document), known.position);
  }

  /** @param file where the answer is remembered */
  async of(variant: Variant, file: string): Promise<Shown> {
    const known = this.#known.get(file) ?? (await this.#read(file));
    if (known !== undefined && !this.#changes.haveExpired(known.documents.map(tag.document), known.position)) {
      this.#remember(file, known);
      return 'published';
    }
    const { position } = this.#changes;
    try {
      const { documents, inDraft } = await this.#cuts.of(variant, position);
      if (documents.length > 0) {
        this.#remember(file, { position, documents });
        await this.#write(file, { position, documents });
        return 'published';
      }
      this.#known.delete(file);
      return inDraft ? 'draft' : 'nowhere';
    } catch (cause) {
      if (!(cause instanceof LakeIsResting)) {
        const why = cause instanceof Error ? cause.message : cause;
        console.error(`It could not be asked who shows ${variant.asset.id}. ${why}`);
      }
      return known !== undefined && this.#areAllGone(known) ? 'nowhere' : 'unknown';
    }
  }

  async #read(file: string): Promise<Permit | undefined> {
    const stored = await this.#files.read(file);
    try {
      return stored && permit.parse(JSON.parse(stored.toString()));
    } catch {
      return undefined;
    }
  }

  /** A full disk keeps nobody from an image: who shows it is then asked again after a restart. */
  async #write(file: string, known: Permit): Promise<void> {
    await this.#files.write(file, JSON.stringify(known)).catch((cause: unknown) => {
      console.error('Who shows an image could not be remembered.', cause);
    });
  }

  #areAllGone({ documents, position }: Permit): boolean {
    const removals = removalsIn(this.#changes);
    return documents.every((id) => removals.isGoneSince(id, position));
  }

  #remember(file: string, known: Permit): void {
    this.#known.delete(file);
    this.#known.set(file, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostInMemory && oldest !== undefined) this.#known.delete(oldest);
  }
}

const mostInMemory = limits.imagesKnown.value;
