import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const line = z.object({ position: z.number().int().positive(), tags: z.array(z.string()) });

/**
 * Which tags expired, and in which order relative to the reading of pages.
 *
 * Order is counted, not timed: clocks are set back, and two things may happen in one millisecond. Each change has
 * a position; a page remembers the position before its content was read, and is good as long as none of its tags
 * expired later. The journal is on disk before a webhook is answered, so that no crash brings an old page back.
 */
export class ExpiredTags {
  readonly #file: string;
  readonly #positions = new Map<string, number>();
  #position = 0;

  constructor(file: string) {
    this.#file = file;
    const lines = readJournal(file);
    for (const { position, tags } of lines) this.#remember(position, tags);
    if (lines.length > 2 * this.#positions.size) this.#compact();
  }

  /** The number of changes so far. A page's content is read after this was asked. */
  get position(): number {
    return this.#position;
  }

  /** Expires every page that carries one of the tags. */
  expire(tags: readonly string[]): void {
    if (tags.length === 0) return;
    const position = this.#position + 1;
    mkdirSync(dirname(this.#file), { recursive: true });
    appendFileSync(this.#file, `${JSON.stringify({ position, tags })}\n`, { flush: true });
    this.#remember(position, tags);
  }

  /** Whether one of the tags expired since a page's content was read. */
  haveExpired(tags: readonly string[], since: number): boolean {
    return tags.some((tag) => this.positionOf(tag) > since);
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

  #compact(): void {
    const byPosition = Map.groupBy(this.#positions, ([, position]) => position);
    const lines = [...byPosition].map(([position, tags]) =>
      JSON.stringify({ position, tags: tags.map(([tag]) => tag) }),
    );
    const aside = `${this.#file}.new`;
    writeFileSync(aside, lines.map((text) => `${text}\n`).join(''), { flush: true });
    renameSync(aside, this.#file);
  }
}

/** A crash may have cut the last line short: that change was not answered for, and will be told again. */
function readJournal(file: string): z.infer<typeof line>[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  if (text !== '' && !text.endsWith('\n')) endLine(file);
  return text.split('\n').flatMap((row) => line.safeParse(parseJson(row)).data ?? []);
}

/** So that the next change starts on a line of its own. */
function endLine(file: string): void {
  const descriptor = openSync(file, 'a');
  writeFileSync(descriptor, '\n');
  closeSync(descriptor);
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
