import { createHash } from 'node:crypto';
import { ChecksummedFiles } from '@bodytext/data-dir/checksummed-files';
import { z } from 'zod';
import { limits } from '../limits.ts';

const fileShape = z.object({ key: z.string(), page: z.unknown() });

export type PageStore = ReturnType<typeof createPageStore>;

/**
 * Rendered pages on disk, one file each, with a bounded cache in memory. A damaged file counts as absent.
 *
 * @param generation the subfolder in use; those of other generations are removed
 */
export function createPageStore(folder: string, generation: string) {
  const files = new ChecksummedFiles(folder);
  /** Oldest first. */
  const memory = new Map<string, unknown>();

  removeOtherGenerations().catch((cause: unknown) => console.error('Old pages could not be removed.', cause));

  return {
    async get(key: string): Promise<unknown> {
      if (memory.has(key)) return memory.get(key);
      const bytes = await files.read(fileOf(key));
      if (bytes === undefined) return undefined;
      const stored = fileShape.safeParse(parseJson(bytes.toString()));
      if (!stored.success || stored.data.key !== key) return undefined;
      setInMemory(key, stored.data.page);
      return stored.data.page;
    },

    async set(key: string, page: unknown): Promise<void> {
      setInMemory(key, page);
      await files.write(fileOf(key), JSON.stringify({ key, page }));
    },

    async delete(key: string): Promise<void> {
      memory.delete(key);
      await files.remove(fileOf(key));
    },
  };

  function setInMemory(key: string, page: unknown): void {
    memory.delete(key);
    memory.set(key, page);
    const [oldest] = memory.keys();
    if (memory.size > limits.pagesInMemory.value && oldest !== undefined) memory.delete(oldest);
  }

  /** Hashed, since an address may be longer than a file name, or `..`. */
  function fileOf(key: string): string {
    return `${generation}/${createHash('sha256').update(key).digest('hex')}.json`;
  }

  async function removeOtherGenerations(): Promise<void> {
    const others = (await files.list('')).filter((name) => name !== generation);
    await Promise.all(others.map((name) => files.remove(name)));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
