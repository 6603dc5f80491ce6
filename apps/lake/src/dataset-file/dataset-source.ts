import { randomUUID } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { z } from 'zod';
import { PlainError } from '../errors.ts';
import { datasetFileLimits } from './limits.ts';
import { findFiles, isArchive, unpack } from './unpack.ts';

/** The fields of exported assets, by `image-` or `file-` and the SHA-1 of the file. */
type AssetMap = Record<string, Record<string, unknown>>;

/** An unpacked dataset to import. */
export type DatasetSource = {
  /** For messages. */
  name: string;
  /** The path of the NDJSON file. */
  data: string;
  assetMap: AssetMap;
  /** All files of the two folders, whether or not a document refers to them. */
  images: string[];
  files: string[];
  /** Resolves a path such as `./images/a.png`; undefined outside the source's folder (path traversal). */
  fileAt(relative: string): string | undefined;
  close(): void;
};

const assetMap = z.record(z.string(), z.looseObject({}));
const unpackedFolder = 'unpacked-import-';
const maxUnpackedAgeMs = datasetFileLimits.unpacked.value;

/** Opens a dataset: an NDJSON file, a folder, or an archive by Sanity's export. */
export async function openSource(path: string, workFolder: string): Promise<DatasetSource> {
  const given = resolve(path);
  const found = statSync(given, { throwIfNoEntry: false });
  if (!found) throw new PlainError(`There is no file or folder ${given}.`);
  if (found.isDirectory()) return sourceOf(given, dataIn(given), () => {});
  if (!isArchive(given)) return sourceOf(given, given, () => {});
  const folder = join(workFolder, unpackedFolder + randomUUID());
  const close = () => rmSync(folder, { recursive: true, force: true });
  try {
    await unpack(given, folder);
    return sourceOf(given, dataIn(folder), close);
  } catch (error) {
    close();
    throw error;
  }
}

/** Removes folders that killed imports have left, once they are a day old. */
export function removeStaleUnpacked(workFolder: string): void {
  for (const name of existsSync(workFolder) ? readdirSync(workFolder) : []) {
    const path = join(workFolder, name);
    if (!name.startsWith(unpackedFolder) || Date.now() - statSync(path).mtimeMs < maxUnpackedAgeMs) continue;
    rmSync(path, { recursive: true, force: true });
  }
}

function dataIn(folder: string): string {
  const own = join(folder, 'data.ndjson');
  if (existsSync(own)) return own;
  const found = findFiles(folder, '.ndjson');
  const [only] = found;
  if (found.length === 1 && only) return only;
  throw new PlainError(
    found.length === 0
      ? `There is no data.ndjson in ${folder}.`
      : `There are several files of documents in ${folder}: ${found.join(', ')}. Leave one.`,
  );
}

function sourceOf(name: string, data: string, close: () => void): DatasetSource {
  const folder = realpathSync(dirname(data));
  return {
    name,
    data,
    assetMap: readAssetMap(join(folder, 'assets.json')),
    images: filesIn(join(folder, 'images')),
    files: filesIn(join(folder, 'files')),
    fileAt(relative) {
      const path = resolve(folder, relative);
      // Resolves symbolic links, which may lead out of the folder.
      const real = existsSync(path) ? realpathSync(path) : path;
      return real.startsWith(folder + sep) ? real : undefined;
    },
    close,
  };
}

function readAssetMap(path: string): AssetMap {
  if (!existsSync(path)) return {};
  try {
    return assetMap.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new PlainError(`${path} can’t be read as a list of assets. Nothing was imported.`);
  }
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => lstatSync(path).isFile() && !basename(path).startsWith('.'))
    .sort();
}
