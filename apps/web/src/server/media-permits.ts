import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { tag } from '@bodytext/content/tags';
import { z } from 'zod';
import type { ExpiredTags } from '../cache/expired-tags.ts';
import type { Variant } from '../media/media-url.ts';
import { LakeIsResting } from './circuit-breaker.ts';
import { whoShows } from './media-source.ts';
import { removalsIn } from './removals.ts';

/** Who shows a part of an image: readers see it, editors alone, nobody; or nobody knows, since the lake fails. */
export type Shown = 'published' | 'draft' | 'nowhere' | 'unknown';

const permit = z.object({ position: z.number(), documents: z.array(z.string()).min(1) });
type Permit = z.infer<typeof permit>;

/**
 * Which parts of images may be served: those that a published document shows. The answer is remembered on disk with
 * the documents that it rests on, and the lake is asked again when one of them changed. So an image outlasts the lake,
 * but not the last document that shows it.
 */
export class MediaPermits {
  readonly #changes: Pick<ExpiredTags, 'position' | 'positionOf' | 'haveExpired'>;
  readonly #known = new Map<string, Permit>();

  constructor(changes: Pick<ExpiredTags, 'position' | 'positionOf' | 'haveExpired'>) {
    this.#changes = changes;
  }

  /** @param file where the answer is remembered */
  async of(variant: Variant, file: string): Promise<Shown> {
    const known = this.#known.get(file) ?? (await readPermit(file));
    if (known !== undefined && !this.#changes.haveExpired(known.documents.map(tag.document), known.position)) {
      this.#remember(file, known);
      return 'published';
    }
    const { position } = this.#changes;
    try {
      const { documents, inDraft } = await whoShows(variant);
      if (documents.length > 0) {
        this.#remember(file, { position, documents });
        await writePermit(file, { position, documents });
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

const mostInMemory = 5_000;

async function readPermit(file: string): Promise<Permit | undefined> {
  try {
    return permit.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

async function writePermit(file: string, known: Permit): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, JSON.stringify(known));
  await rename(aside, file);
}
