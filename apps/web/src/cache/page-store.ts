import { createHash } from 'node:crypto';
import { ChecksummedFiles } from '@bodytext/data-dir/checksummed-files';
import { z } from 'zod';
import { limits } from '../limits.ts';

const file = z.object({ key: z.string(), page: z.unknown() });

const mostInMemory = limits.pagesInMemory.value;

/** Keeps pages on disk, one file each, in a folder for their generation. One that was damaged is rendered again. */
export class PageStore {
  readonly #files: ChecksummedFiles;
  readonly #generation: string;
  readonly #memory = new Map<string, unknown>();

  /** @param generation the folder in use: those of other generations are removed */
  constructor(folder: string, generation: string) {
    this.#files = new ChecksummedFiles(folder);
    this.#generation = generation;
    this.#removeOthers().catch((cause: unknown) => console.error('Old pages could not be removed.', cause));
  }

  async get(key: string): Promise<unknown> {
    if (this.#memory.has(key)) return this.#memory.get(key);
    const bytes = await this.#files.read(this.#fileOf(key));
    if (bytes === undefined) return undefined;
    const stored = file.safeParse(parseJson(bytes.toString()));
    if (!stored.success || stored.data.key !== key) return undefined;
    this.#remember(key, stored.data.page);
    return stored.data.page;
  }

  async set(key: string, page: unknown): Promise<void> {
    this.#remember(key, page);
    await this.#files.write(this.#fileOf(key), JSON.stringify({ key, page }));
  }

  async delete(key: string): Promise<void> {
    this.#memory.delete(key);
    await this.#files.remove(this.#fileOf(key));
  }

  #remember(key: string, page: unknown): void {
    this.#memory.delete(key);
    this.#memory.set(key, page);
    const [oldest] = this.#memory.keys();
    if (this.#memory.size > mostInMemory && oldest !== undefined) this.#memory.delete(oldest);
  }

  /** A hash, since an address may be longer than a file's name, or `..`. */
  #fileOf(key: string): string {
    return `${this.#generation}/${createHash('sha256').update(key).digest('hex')}.json`;
  }

  async #removeOthers(): Promise<void> {
    const others = (await this.#files.list('')).filter((name) => name !== this.#generation);
    await Promise.all(others.map((name) => this.#files.remove(name)));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
