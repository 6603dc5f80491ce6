import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { limits } from '../limits.ts';

const entryShape = z.tuple([z.string(), z.number()]);

export type ReplayGuard = ReturnType<typeof createReplayGuard>;

/**
 * Remembers the keys of messages for as long as a recorded message could be replayed: on disk, since a replay may come
 * after a restart.
 *
 * @param file where the keys are stored; in memory without one
 */
export function createReplayGuard(windowMs: number, file?: string) {
  /** The time of each key, oldest first. */
  const seen = new Map(readEntries(file));
  let lines = seen.size;

  return {
    has(key: string, now: number): boolean {
      const at = seen.get(key);
      return at !== undefined && at >= now - windowMs;
    },

    add(keys: readonly string[], now: number): void {
      for (const key of keys) {
        seen.delete(key);
        seen.set(key, now);
      }
      evict(now);
      write(keys.map((key) => [key, now]));
    },
  };

  function evict(now: number): void {
    for (const [key, at] of seen) {
      if (at >= now - windowMs && seen.size <= limits.seenWebhooks.value) return;
      seen.delete(key);
    }
  }

  /** Not flushed: a crash may lose the last keys, and expiring the same tags twice does no harm. */
  function write(added: readonly [string, number][]): void {
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    lines += added.length;
    if (lines <= 2 * limits.seenWebhooks.value) {
      appendFileSync(file, textOf(added));
      return;
    }
    writeFileSync(`${file}.new`, textOf([...seen]));
    renameSync(`${file}.new`, file);
    lines = seen.size;
  }
}

function textOf(entries: readonly [string, number][]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

function readEntries(file: string | undefined): [string, number][] {
  if (file === undefined) return [];
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    const entry = entryShape.safeParse(parseJson(line)).data;
    return entry === undefined ? [] : [entry];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
