import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { LastGood } from './last-good.ts';

const entry = z.object({ key: z.string(), answer: z.unknown() });

/** Remembers in a folder, one file an answer. */
export function lastGoodInFolder(folder: string): LastGood {
  const written = new Map<string, string>();
  const fileOf = (key: string) => join(folder, `${createHash('sha256').update(key).digest('hex')}.json`);
  return {
    async get(key) {
      const text = await readFile(fileOf(key), 'utf8').catch(() => undefined);
      if (text === undefined) return undefined;
      const parsed = entry.safeParse(parseJson(text));
      return parsed.success && parsed.data.key === key ? parsed.data.answer : undefined;
    },
    async set(key, answer) {
      const text = JSON.stringify({ key, answer });
      const digest = createHash('sha256').update(text).digest('base64');
      if (written.get(key) === digest) return;
      await mkdir(folder, { recursive: true });
      // Written aside and renamed, so that a crash leaves the old file or the new one, never half of one.
      const aside = join(folder, `.${randomUUID()}`);
      await writeFile(aside, text, { mode: 0o600 });
      await rename(aside, fileOf(key));
      written.set(key, digest);
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
