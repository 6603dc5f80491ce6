import { createHash } from 'node:crypto';
import { ChecksummedFiles } from '@bodytext/data-dir/checksummed-files';
import { z } from 'zod';
import type { LastGood } from './last-good.ts';

const entry = z.object({ key: z.string(), answer: z.unknown() });

/** In a folder, with one checksummed file for each key. */
export function lastGoodInFolder(folder: string): LastGood {
  const files = new ChecksummedFiles(folder);
  const digests = new Map<string, string>();
  const nameOf = (key: string) => `${createHash('sha256').update(key).digest('hex')}.json`;
  return {
    async get(key) {
      const stored = await files.read(nameOf(key));
      if (stored === undefined) return undefined;
      const parsed = entry.safeParse(parseJson(stored.toString()));
      return parsed.success && parsed.data.key === key ? parsed.data.answer : undefined;
    },
    async set(key, answer) {
      const text = JSON.stringify({ key, answer });
      const digest = createHash('sha256').update(text).digest('base64');
      if (digests.get(key) === digest) return;
      await files.write(nameOf(key), text);
      digests.set(key, digest);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
