import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writeAtomicSync } from '@bodytext/data-dir/atomic-write';
import { z } from 'zod';
import { processWide } from '../process-wide.ts';

/** `begins`: an earlier journal was lost, so everything cached before this position is stale. */
const entryShape = z.object({
  position: z.number().int().positive(),
  tags: z.array(z.string()),
  begins: z.literal(true).optional(),
});
type Entry = z.infer<typeof entryShape>;

export type ExpiredTags = ReturnType<typeof createExpiredTags>;

declare module '../process-wide.ts' {
  interface Instances {
    expiredTags: ExpiredTags;
  }
}

/**
 * The journal of expired tags. Each change gets the next position of a counter; a page stores the position from before
 * its content was read, and is fresh as long as none of its tags expired later. Positions are counted, not timed: clocks
 * are set back, and two changes may share a millisecond. The journal is flushed to disk before a webhook is answered, so
 * that a crash cannot bring a stale page back.
 *
 * A lost or damaged journal starts again, and everything cached before counts as stale. Its first position is the time in
 * microseconds: greater than any earlier position, since writing a change takes longer than a microsecond.
 */
export function createExpiredTags(file: string) {
  const positions = new Map<string, number>();
  let position = 0;
  let start = 0;
  /** The file's size while it equals the state in memory: only then may a line be appended. */
  let size: number | undefined;

  load();

  return {
    /** The position of the last change. Read it before reading a page's content. */
    get position() {
      return position;
    },
    /** The first position of this journal: anything cached before counts as stale. */
    get start() {
      return start;
    },
    positionOf,

    /** Expires every page with one of the tags, at once: also when it throws because the disk is full. */
    expire(tags: readonly string[]): void {
      if (tags.length === 0) return;
      const next = position + 1;
      record(next, tags);
      const line = `${JSON.stringify({ position: next, tags })}\n`;
      const found = sizeOf(file);
      if (found === undefined || found !== size) {
        rewrite();
        return;
      }
      try {
        appendFileSync(file, line, { flush: true });
        size = found + Buffer.byteLength(line);
      } catch (error) {
        // Half a line would count as damage.
        truncateSync(file, found);
        size = undefined;
        throw error;
      }
    },

    /** Whether one of the tags expired after a position, or that is unknown. */
    haveExpired(tags: readonly string[], since: number): boolean {
      if (since > position) {
        log('has lost its end, since a page is ahead of it: what was kept is made again.');
        startAgain();
      }
      return since < start || tags.some((tag) => positionOf(tag) > since);
    },

    /** All tags that expired after a position. */
    expiredSince(since: number): string[] {
      return [...positions].filter(([, at]) => at > since).map(([tag]) => tag);
    },
  };

  function load(): void {
    const entries = readJournal(file);
    size = sizeOf(file);
    if (entries === undefined) {
      if (!isFirstStart(file)) log('was lost or damaged: what was kept is made again.');
      startAgain();
      return;
    }
    for (const { position: at, tags, begins } of entries) {
      if (begins) start = at;
      record(at, tags);
    }
    if (entries.length > 2 * positions.size + 1) tryRewrite();
  }

  /** The last change that expired a tag; 0 for none. */
  function positionOf(tag: string): number {
    return positions.get(tag) ?? 0;
  }

  function record(at: number, tags: readonly string[]): void {
    for (const tag of tags) positions.set(tag, at);
    position = Math.max(position, at);
  }

  function log(what: string): void {
    console.error(`${file}, which tells what has changed, ${what}`);
  }

  function startAgain(): void {
    start = Math.max(nowInMicroseconds(), position + 1);
    position = start;
    positions.clear();
    size = undefined;
    tryRewrite();
  }

  function tryRewrite(): void {
    try {
      rewrite();
    } catch (error) {
      log(`could not be written, which is tried again with the next change: ${String(error)}`);
    }
  }

  /** Compacts the journal: one line per position that still matters. */
  function rewrite(): void {
    // A journal that was never lost has no start.
    const begins: Entry[] = start === 0 ? [] : [{ position: start, tags: [], begins: true }];
    const byPosition = Map.groupBy(positions, ([, at]) => at);
    const entries = [...byPosition].map(([at, tags]): Entry => ({ position: at, tags: tags.map(([tag]) => tag) }));
    const text = [...begins, ...entries].map((entry) => `${JSON.stringify(entry)}\n`).join('');
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) rmSync(file, { recursive: true });
    writeAtomicSync(file, text);
    size = Buffer.byteLength(text);
  }
}

/** Milliseconds are too coarse: a journal lost in the millisecond of its first change would start at that change. */
function nowInMicroseconds(): number {
  return Math.floor((performance.timeOrigin + performance.now()) * 1000);
}

function sizeOf(file: string): number | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() ? found.size : undefined;
}

/** Undefined if it is missing or damaged, for instance cut short by a crash: any later entry may be lost as well. */
function readJournal(file: string): Entry[] | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  if (!text.endsWith('\n')) return undefined;
  const entries = text
    .slice(0, -1)
    .split('\n')
    .map((line) => entryShape.safeParse(parseJson(line)).data);
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}

/** Whether the folder is empty, so that nothing cached can depend on a lost journal. */
function isFirstStart(file: string): boolean {
  const folder = dirname(file);
  const others = existsSync(folder) ? readdirSync(folder).filter((name) => name !== basename(file)) : [];
  return others.length === 0 && !existsSync(file);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The journal of this process. */
export function expiredTags(dataDir: string): ExpiredTags {
  return processWide('expiredTags', () => createExpiredTags(join(dataDir, 'site', 'expired-tags.ndjson')));
}
