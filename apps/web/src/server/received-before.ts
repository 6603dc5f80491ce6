import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { limits } from '../limits.ts';

const line = z.tuple([z.string(), z.number()]);

/**
 * What was received lately, by name: for as long as somebody who recorded it could send it again. It outlives a restart,
 * since a start is no reason to believe a recording.
 */
export class ReceivedBefore {
  readonly #file: string | undefined;
  readonly #rememberedMs: number;
  /** In the order in which they came. */
  readonly #received = new Map<string, number>();
  #lines = 0;

  /** @param file where it is kept; without one, in memory */
  constructor(rememberedMs: number, file?: string) {
    this.#rememberedMs = rememberedMs;
    this.#file = file;
    for (const [name, at] of readLines(file)) this.#received.set(name, at);
    this.#lines = this.#received.size;
  }

  has(name: string, now: number): boolean {
    const at = this.#received.get(name);
    return at !== undefined && at >= now - this.#rememberedMs;
  }

  add(names: readonly string[], now: number): void {
    for (const name of names) {
      this.#received.delete(name);
      this.#received.set(name, now);
    }
    this.#forgetOld(now);
    this.#write(names.map((name) => [name, now]));
  }

  #forgetOld(now: number): void {
    for (const [name, at] of this.#received) {
      if (at >= now - this.#rememberedMs && this.#received.size <= limits.webhooks.value) return;
      this.#received.delete(name);
    }
  }

  /** A crash may lose the last of them: to do what a message says once more does no harm. */
  #write(added: readonly [string, number][]): void {
    if (this.#file === undefined) return;
    mkdirSync(dirname(this.#file), { recursive: true });
    this.#lines += added.length;
    if (this.#lines <= 2 * limits.webhooks.value) {
      appendFileSync(this.#file, textOf(added));
      return;
    }
    writeFileSync(`${this.#file}.new`, textOf([...this.#received]));
    renameSync(`${this.#file}.new`, this.#file);
    this.#lines = this.#received.size;
  }
}

function textOf(entries: readonly [string, number][]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

function readLines(file: string | undefined): [string, number][] {
  if (file === undefined) return [];
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((row) => {
    const entry = line.safeParse(parseJson(row)).data;
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
