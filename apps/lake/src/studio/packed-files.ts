import { compressed } from '../http/compression.ts';
import { studioLimits } from './limits.ts';

export type PackedFiles = ReturnType<typeof createPackedFiles>;

/**
 * Files as they are sent compressed. Each is compressed once and kept: a Studio has nine megabytes of scripts, a third of
 * a second's work, which nobody may cause by asking for them again and again.
 */
export function createPackedFiles(mostBytes = studioLimits.packed.value) {
  const kept = new Map<string, Promise<Buffer>>();
  let total = 0;

  async function pack(key: string, encoding: string, read: () => Promise<Buffer>): Promise<Buffer> {
    const bytes = await compressed(await read(), encoding, 'a Studio’s files');
    total += bytes.length;
    if (total > mostBytes) {
      kept.clear();
      total = bytes.length;
      kept.set(key, Promise.resolve(bytes));
    }
    return bytes;
  }

  return {
    /** @param name another one whenever the file has changed */
    of(name: string, encoding: string, read: () => Promise<Buffer>): Promise<Buffer> {
      const key = `${encoding} ${name}`;
      const known = kept.get(key);
      if (known) return known;
      const made = pack(key, encoding, read);
      kept.set(key, made);
      // What could not be read once may be there later.
      made.catch(() => kept.delete(key));
      return made;
    },
  };
}
