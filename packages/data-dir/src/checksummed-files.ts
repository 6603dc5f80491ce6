import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { writeAtomic } from './atomic-write.ts';

/** The first line of a file is the SHA-256 of the rest, in hexadecimal. */
const digestLength = 64;
const newline = 10;
/** Error codes for a folder at a file's path, or a file at a folder's path. */
const obstructed = new Set(['EISDIR', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY']);

/**
 * A cache of files below a folder, each with a checksum. A corrupt file is deleted when it is read, and counts as a
 * miss, so that no truncated or corrupt content is ever served.
 */
export class ChecksummedFiles {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** The content of a file; undefined if it is missing or corrupt. */
  async read(name: string): Promise<Buffer | undefined> {
    const path = join(this.#root, name);
    const stored = await readFile(path).catch(() => undefined);
    if (stored === undefined) return undefined;
    const content = contentOf(stored);
    if (content === undefined) await rm(path, { force: true }).catch(() => undefined);
    return content;
  }

  /** Writes a file atomically. Deletes a file or folder that obstructs its path. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    const path = join(this.#root, name);
    const bytes = Buffer.from(content);
    const stored = Buffer.concat([Buffer.from(`${digestOf(bytes)}\n`), bytes]);
    try {
      await writeAtomic(path, stored);
    } catch (error) {
      if (!isObstructed(error)) throw error;
      await this.#clearPath(path);
      await writeAtomic(path, stored);
    }
  }

  /** Deletes a file, or a folder recursively. */
  async remove(name: string): Promise<void> {
    await rm(join(this.#root, name), { recursive: true, force: true });
  }

  /** The entries of a folder; empty if it is missing. */
  async list(name: string): Promise<string[]> {
    return readdir(join(this.#root, name)).catch(() => []);
  }

  /** Deletes only below the root, and no symbolic links, which an administrator may have created. */
  async #clearPath(path: string): Promise<void> {
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
  const isIntact =
    stored[digestLength] === newline && stored.subarray(0, digestLength).toString('latin1') === digestOf(content);
  return isIntact ? content : undefined;
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isObstructed(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && obstructed.has(String(error.code));
}
