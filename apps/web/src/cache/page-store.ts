import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const file = z.object({ key: z.string(), page: z.unknown() });

/** Memory for the pages read most; the rest is read from disk when asked for. */
const mostInMemory = 500;

/** Keeps pages on disk, one file each, in a folder for their generation. */
export class PageStore {
  readonly #folder: string;
  readonly #memory = new Map<string, unknown>();

  /** @param generation the folder in use: those of other generations are removed */
  constructor(folder: string, generation: string) {
    this.#folder = join(folder, generation);
    removeOthers(folder, generation).catch((cause: unknown) => console.error('Old pages could not be removed.', cause));
  }

  async get(key: string): Promise<unknown> {
    if (this.#memory.has(key)) return this.#memory.get(key);
    const text = await readFile(this.#fileOf(key), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const stored = file.safeParse(parseJson(text));
    if (!stored.success || stored.data.key !== key) return undefined;
    this.#remember(key, stored.data.page);
    return stored.data.page;
  }

  async set(key: string, page: unknown): Promise<void> {
    this.#remember(key, page);
    await mkdir(this.#folder, { recursive: true });
    // Written aside and renamed, so that a crash leaves the old file or the new one, never half of one.
    const aside = join(this.#folder, `.${randomUUID()}`);
    await writeFile(aside, JSON.stringify({ key, page }));
    await rename(aside, this.#fileOf(key));
  }

  async delete(key: string): Promise<void> {
    this.#memory.delete(key);
    await rm(this.#fileOf(key), { force: true });
  }

  #remember(key: string, page: unknown): void {
    this.#memory.delete(key);
    this.#memory.set(key, page);
    const [oldest] = this.#memory.keys();
    if (this.#memory.size > mostInMemory && oldest !== undefined) this.#memory.delete(oldest);
  }

  /** A hash, since an address may be longer than a file's name, or `..`. */
  #fileOf(key: string): string {
    return join(this.#folder, `${createHash('sha256').update(key).digest('hex')}.json`);
  }
}

async function removeOthers(folder: string, generation: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const others = names.filter((name) => name !== generation);
  await Promise.all(others.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
