import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { badRequest, httpError } from '../errors.ts';
import { type AssetKind, parseAssetName } from './asset-name.ts';

/** A file that was uploaded completely, and has only a temporary name. */
export type Incoming = { path: string; hash: string; size: number };
export type StoredFile = { path: string; size: number };
/** An asset on disk, and when it was stored or restored, in milliseconds. */
export type StoredAsset = { kind: AssetKind; name: string; path: string; storedAt: number };
export type Content = Uint8Array | AsyncIterable<Uint8Array>;

/** The files of assets on disk. Their names come from a hash, so that nothing a client sends becomes part of a path. */
export type AssetFiles = ReturnType<typeof createAssetFiles>;

const kinds: AssetKind[] = ['images', 'files'];

export function createAssetFiles(dataDir: string) {
  const root = join(dataDir, 'assets');
  const folders = { images: join(root, 'images'), files: join(root, 'files') };
  const incoming = join(root, 'incoming');
  for (const folder of [...Object.values(folders), incoming]) mkdirSync(folder, { recursive: true });

  function pathOf(kind: AssetKind, name: string): string {
    if (!parseAssetName(kind, name)) throw new Error(`“${name}” is no name of an asset.`);
    return join(folders[kind], name);
  }

  return {
    root,

    /** For incomplete files; on the same disk, so that the final rename copies nothing. */
    incoming,

    async find(kind: AssetKind, name: string): Promise<StoredFile | undefined> {
      if (!parseAssetName(kind, name)) return undefined;
      const path = join(folders[kind], name);
      const found = await stat(path).catch(() => undefined);
      return found?.isFile() ? { path, size: found.size } : undefined;
    },

    /** Streams an upload to a temporary file and hashes it. A broken upload leaves no file. */
    async receive(content: Content, mostBytes: number): Promise<Incoming> {
      const path = join(incoming, randomUUID());
      try {
        return { path, ...(await writeHashed(path, content, mostBytes)) };
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
    },

    discard: ({ path }: Incoming): Promise<void> => rm(path, { force: true }),

    /** Renames a temporary file to an asset's name, durably: its document may be written afterwards. */
    async store(file: Pick<Incoming, 'path'>, kind: AssetKind, name: string): Promise<void> {
      const path = pathOf(kind, name);
      await rename(file.path, path);
      // With a current mtime: the sweep spares young files, whose document may be about to be written.
      await utimes(path, new Date(), new Date());
      await syncFolder(folders[kind]);
    },

    remove(kind: AssetKind, name: string): void {
      rmSync(pathOf(kind, name), { force: true });
    },

    /** The assets on disk whose file is older than a moment. */
    async storedBefore(moment: number): Promise<StoredAsset[]> {
      const found: StoredAsset[] = [];
      for (const kind of kinds) {
        for (const name of await readdir(folders[kind])) {
          if (parseAssetName(kind, name) === undefined) continue;
          const path = join(folders[kind], name);
          const storedAt = await timeOf(path);
          if (storedAt !== undefined && storedAt < moment) found.push({ kind, name, path, storedAt });
        }
      }
      return found;
    },

    /** Deletes temporary files that a killed process left. */
    async deleteIncomingBefore(moment: number): Promise<void> {
      for (const name of await readdir(incoming)) {
        const path = join(incoming, name);
        const writtenAt = await timeOf(path);
        if (writtenAt !== undefined && writtenAt < moment) await rm(path, { force: true });
      }
    },
  };
}

async function writeHashed(path: string, content: Content, mostBytes: number): Promise<{ hash: string; size: number }> {
  const hash = createHash('sha1');
  let size = 0;
  const handle = await open(path, 'wx');
  try {
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      size += chunk.byteLength;
      if (size > mostBytes) throw tooLarge(mostBytes);
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
    if (size === 0) throw badRequest('The upload is empty: send the file’s bytes as the request’s body.');
    // `fsync`: after a power failure, there must be no document without its file.
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { hash: hash.digest('hex'), size };
}

export function tooLarge(mostBytes: number): Error {
  return httpError(
    413,
    'Payload Too Large',
    `This asset is too large: at most ${mostBytes / 1024 / 1024} MB are stored.`,
  );
}

/** The file's mtime; undefined if it is gone. */
async function timeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.mtimeMs;
}

/** `fsync` of the folder: otherwise a power failure can lose the rename. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
