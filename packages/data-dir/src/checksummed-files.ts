import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { writeWhole } from './whole-file.ts';

/** A file begins with the digest of the rest, in hexadecimal, on a line of its own. */
const digestLength = 64;
const newline = 10;
/** A folder in the place of a file, or a file in the place of a folder: somebody or a damaged disk put it there. */
const inTheWay = new Set(['EISDIR', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY']);

/**
 * Files that can be made again, such as rendered pages, below a folder. What was damaged is removed when it is read, and
 * counts as not there, so that it is made again; nobody is ever served half a file or what a broken disk made of it.
 */
export class KeptFiles {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** The content of a file, as it was written; undefined if there is none, or it was damaged. */
  async read(name: string): Promise<Buffer | undefined> {
    const path = join(this.#root, name);
    const stored = await readFile(path).catch(() => undefined);
    if (stored === undefined) return undefined;
    const content = contentOf(stored);
    if (content === undefined) await rm(path, { force: true }).catch(() => undefined);
    return content;
  }

  /** Writes a file, whole. Whatever is in its way goes, since it can't be what was kept here. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    const path = join(this.#root, name);
    const bytes = Buffer.from(content);
    const stored = Buffer.concat([Buffer.from(`${digestOf(bytes)}\n`), bytes]);
    try {
      await writeWhole(path, stored);
    } catch (error) {
      if (!isInTheWay(error)) throw error;
      await this.#clearWayTo(path);
      await writeWhole(path, stored);
    }
  }

  /** Removes a file, or a folder with all that is in it. */
  async remove(name: string): Promise<void> {
    await rm(join(this.#root, name), { recursive: true, force: true });
  }

  /** The names of what is in a folder. */
  async list(name: string): Promise<string[]> {
    return readdir(join(this.#root, name)).catch(() => []);
  }

  /** Only below the root, and no links: they are somebody's intention. */
  async #clearWayTo(path: string): Promise<void> {
    let place = this.#root;
    await removeIf(place, 'file');
    for (const step of relative(this.#root, path).split(sep)) {
      place = join(place, step);
      await removeIf(place, place === path ? 'folder' : 'file');
    }
  }
}

async function removeIf(path: string, kind: 'file' | 'folder'): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  const isKind = kind === 'file' ? found?.isFile() : found?.isDirectory();
  if (isKind) await rm(path, { recursive: true, force: true });
}

function contentOf(stored: Buffer): Buffer | undefined {
  const content = stored.subarray(digestLength + 1);
  const isWhole =
    stored[digestLength] === newline && stored.subarray(0, digestLength).toString('latin1') === digestOf(content);
  return isWhole ? content : undefined;
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isInTheWay(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && inTheWay.has(String(error.code));
}
