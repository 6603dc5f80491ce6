import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writeAtomicSync } from '@bodytext/data-dir/atomic-write';
import { z } from 'zod';

/** `begins`: what was kept before this position rests on a journal that was lost. */
const line = z.object({
  position: z.number().int().positive(),
  tags: z.array(z.string()),
  begins: z.literal(true).optional(),
});
type Line = z.infer<typeof line>;

/**
 * Which tags expired, and in which order relative to the reading of pages.
 *
 * Order is counted, not timed: clocks are set back, and two things may happen in one millisecond. Each change has
 * a position; a page remembers the position before its content was read, and is good as long as none of its tags
 * expired later. The journal is on disk before a webhook is answered, so that no crash brings an old page back.
 *
 * A journal that was lost or damaged begins anew: nobody knows what expired, so that all that was kept before counts as
 * old. It then begins at a position ahead of every earlier one: at the time in microseconds, which counting up by one
 * a change does not reach, since a change takes longer to be written.
 */
export class ExpiredTags {
  readonly #file: string;
  readonly #positions = new Map<string, number>();
  #position = 0;
  #begin = 0;
  /** How long the file is, if it says what is known here: a line can be added to it as long as it stays so. */
  #length: number | undefined;

  constructor(file: string) {
    this.#file = file;
    const lines = readJournal(file);
    this.#length = lengthOf(file);
    if (lines === undefined) {
      if (!isFirst(file)) this.#say('was lost or damaged: what was kept is made again.');
      this.#beginAnew();
      return;
    }
    for (const { position, tags, begins } of lines) {
      if (begins) this.#begin = position;
      this.#remember(position, tags);
    }
    if (lines.length > 2 * this.#positions.size + 1) this.#tryToWrite();
  }

  /** The number of changes so far. A page's content is read after this was asked. */
  get position(): number {
    return this.#position;
  }

  /** Of what was kept before this position, nobody knows whether it expired. */
  get begin(): number {
    return this.#begin;
  }

  /** Expires every page that carries one of the tags: at once, also when the disk is full and this throws. */
  expire(tags: readonly string[]): void {
    if (tags.length === 0) return;
    const position = this.#position + 1;
    this.#remember(position, tags);
    const added = `${JSON.stringify({ position, tags })}\n`;
    const length = lengthOf(this.#file);
    if (length === undefined || length !== this.#length) {
      this.#write();
      return;
    }
    try {
      appendFileSync(this.#file, added, { flush: true });
      this.#length = length + Buffer.byteLength(added);
    } catch (error) {
      // Half a line would make the journal a damaged one.
      truncateSync(this.#file, length);
      this.#length = undefined;
      throw error;
    }
  }

  /** Whether one of the tags expired since a page's content was read, or nobody knows. */
  haveExpired(tags: readonly string[], since: number): boolean {
    if (since > this.#position) {
      this.#say('has lost its end, since a page is ahead of it: what was kept is made again.');
      this.#beginAnew();
    }
    return since < this.#begin || tags.some((tag) => this.positionOf(tag) > since);
  }

  /** The last change that expired a tag; 0 for none. */
  positionOf(tag: string): number {
    return this.#positions.get(tag) ?? 0;
  }

  /** All tags that expired since a position: what has changed, for whoever keeps something of their own. */
  expiredSince(position: number): string[] {
    return [...this.#positions].filter(([, at]) => at > position).map(([tag]) => tag);
  }

  #remember(position: number, tags: readonly string[]): void {
    for (const tag of tags) this.#positions.set(tag, position);
    this.#position = Math.max(this.#position, position);
  }

  #say(what: string): void {
    console.error(`${this.#file}, which tells what has changed, ${what}`);
  }

  #beginAnew(): void {
    this.#begin = Math.max(nowInMicroseconds(), this.#position + 1);
    this.#position = this.#begin;
    this.#positions.clear();
    this.#length = undefined;
    this.#tryToWrite();
  }

  #tryToWrite(): void {
    try {
      this.#write();
    } catch (error) {
      this.#say(`could not be written, which is tried again with the next change: ${String(error)}`);
    }
  }

  /** Writes all of it anew, as short as can be. */
  #write(): void {
    // A journal from before there was a beginning has none.
    const begins: Line[] = this.#begin === 0 ? [] : [{ position: this.#begin, tags: [], begins: true }];
    const byPosition = Map.groupBy(this.#positions, ([, position]) => position);
    const lines = [...byPosition].map(([position, tags]): Line => ({ position, tags: tags.map(([tag]) => tag) }));
    const text = [...begins, ...lines].map((one) => `${JSON.stringify(one)}\n`).join('');
    // What else may be there, such as a folder, is no journal.
    if (statSync(this.#file, { throwIfNoEntry: false })?.isDirectory()) rmSync(this.#file, { recursive: true });
    writeAtomicSync(this.#file, text);
    this.#length = Buffer.byteLength(text);
  }
}

/** In milliseconds, a journal lost in the millisecond of its first change would begin where that change stands. */
function nowInMicroseconds(): number {
  return Math.floor((performance.timeOrigin + performance.now()) * 1000);
}

function lengthOf(file: string): number | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() ? found.size : undefined;
}

/** Undefined if it was lost or damaged. A crash may cut its last line short: what comes after is as unknown. */
function readJournal(file: string): Line[] | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  if (!text.endsWith('\n')) return undefined;
  const lines = text
    .slice(0, -1)
    .split('\n')
    .map((row) => line.safeParse(parseJson(row)).data);
  return lines.every((one) => one !== undefined) ? lines : undefined;
}

/** Whether nothing was kept yet that could rest on a journal. */
function isFirst(file: string): boolean {
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

declare global {
  var bodytextExpiredTags: ExpiredTags | undefined;
}

/**
 * The expired tags of this program. Global, since Next bundles pages and API routes apart from each other and from
 * the cache handler: a module's own variable would exist three times.
 */
export function expiredTags(dataDir: string): ExpiredTags {
  globalThis.bodytextExpiredTags ??= new ExpiredTags(join(dataDir, 'site', 'expired-tags.ndjson'));
  return globalThis.bodytextExpiredTags;
}
