import { tag } from '@bodytext/content/tags';
import type { ChecksummedFiles } from '@bodytext/data-dir/checksummed-files';
import { z } from 'zod';
import type { ExpiredTags } from '../cache/expired-tags.ts';
import { removalsIn } from '../cache/removals.ts';
import { limits } from '../limits.ts';
import { CircuitOpen } from '../server/circuit-breaker.ts';
import { createCropUsage } from './crop-usage.ts';
import type { Variant } from './media-url.ts';

/** Where a crop of an image is used; `unknown` while the lake fails. */
export type Visibility = 'published' | 'draft' | 'unused' | 'unknown';

const entryShape = z.object({ position: z.number(), documents: z.array(z.string()).min(1).readonly() });
/** The published documents that use a crop, and the position of the journal at which that was read. */
type Entry = z.infer<typeof entryShape>;

/** The part of the journal of expired tags that images need. */
export type Journal = Pick<ExpiredTags, 'start' | 'position' | 'positionOf' | 'haveExpired'>;

/**
 * Which crops of images may be served: those that a published document uses. The documents are stored on disk, and the
 * lake is asked again when one of them changes. So an image outlasts an outage, but not the last document that uses it.
 */
export function createImageVisibility(files: ChecksummedFiles, journal: Journal) {
  /** Least recently used first. */
  const memory = new Map<string, Entry>();
  const usage = createCropUsage();

  return {
    /** Whether the crop is known to be published without reading a file or asking the lake. */
    isKnownPublished(file: string): boolean {
      const entry = memory.get(file);
      return entry !== undefined && isFresh(entry);
    },

    /** @param file where the documents are stored */
    async of(variant: Variant, file: string): Promise<Visibility> {
      const entry = memory.get(file) ?? (await read(file));
      if (entry !== undefined && isFresh(entry)) {
        setInMemory(file, entry);
        return 'published';
      }
      const { position } = journal;
      try {
        const { documents, inDraft } = await usage.of(variant, position);
        if (documents.length > 0) {
          setInMemory(file, { position, documents });
          await write(file, { position, documents });
          return 'published';
        }
        memory.delete(file);
        return inDraft ? 'draft' : 'unused';
      } catch (cause) {
        if (!(cause instanceof CircuitOpen)) {
          const why = cause instanceof Error ? cause.message : cause;
          console.error(`It could not be asked who shows ${variant.asset.id}. ${why}`);
        }
        return entry !== undefined && areAllRemoved(entry) ? 'unused' : 'unknown';
      }
    },
  };

  function isFresh({ documents, position }: Entry): boolean {
    return !journal.haveExpired(documents.map(tag.document), position);
  }

  async function read(file: string): Promise<Entry | undefined> {
    const stored = await files.read(file);
    try {
      return stored && entryShape.parse(JSON.parse(stored.toString()));
    } catch {
      return undefined;
    }
  }

  /** On a full disk the image is served all the same: the lake is asked again after a restart. */
  async function write(file: string, entry: Entry): Promise<void> {
    await files.write(file, JSON.stringify(entry)).catch((cause: unknown) => {
      console.error('Who shows an image could not be remembered.', cause);
    });
  }

  function areAllRemoved({ documents, position }: Entry): boolean {
    const removals = removalsIn(journal);
    return documents.every((id) => removals.isGoneSince(id, position));
  }

  function setInMemory(file: string, entry: Entry): void {
    memory.delete(file);
    memory.set(file, entry);
    const [oldest] = memory.keys();
    if (memory.size > limits.imageVisibilityCache.value && oldest !== undefined) memory.delete(oldest);
  }
}
