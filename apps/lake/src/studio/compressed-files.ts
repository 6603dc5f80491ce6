import { compressed } from '../http/compression.ts';
import { studioLimits } from './limits.ts';

/**
 * A cache of compressed files: a Studio has nine megabytes of scripts, and compressing them takes a third of a second,
 * which clients must not be able to cause again and again.
 */
export function createCompressionCache(mostBytes = studioLimits.compressedFiles.value) {
  const cache = new Map<string, Promise<Buffer>>();
  let total = 0;

  async function compress(key: string, encoding: string, read: () => Promise<Buffer>): Promise<Buffer> {
    const bytes = await compressed(await read(), encoding, 'a Studio’s files');
    total += bytes.length;
    if (total > mostBytes) {
      cache.clear();
      total = bytes.length;
      cache.set(key, Promise.resolve(bytes));
    }
    return bytes;
  }

  return {
    /** @param name must change whenever the file does */
    get(name: string, encoding: string, read: () => Promise<Buffer>): Promise<Buffer> {
      const key = `${encoding} ${name}`;
      const cached = cache.get(key);
      if (cached) return cached;
      const made = compress(key, encoding, read);
      cache.set(key, made);
      // A failed read is not cached.
      made.catch(() => cache.delete(key));
      return made;
    },
  };
}
