import { randomUUID } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { z } from 'zod';
import { PlainError } from '../errors.ts';
import { datasetFileLimits } from './limits.ts';
import { findOnly, isArchive, unpack } from './unpack.ts';

/** What an exported dataset says of an asset besides its bytes, by `image-` or `file-` and the hash of its bytes. */
export type AssetMap = Record<string, Record<string, unknown>>;

/** A dataset to import, unpacked: its documents, one a line, and what lies beside them. */
export type DatasetSource = {
  /** How to call it in a message. */
  name: string;
  data: string;
  assetMap: AssetMap;
  /** Every file of these, whether a document refers to it or not. */
  images: string[];
  files: string[];
  /** Where a path such as `./images/a.png` leads; undefined outside of the source's own folder. */
  fileAt(relative: string): string | undefined;
  close(): void;
};

const assetMap = z.record(z.string(), z.looseObject({}));
const unpackedFolder = 'unpacked-import-';
const maxUnpackedAgeMs = datasetFileLimits.unpacked.value;

/** Opens a dataset: NDJSON, a folder, or the archive that Sanity's export makes. */
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

/** Removes what an import that was killed had unpacked: what is older than a day is no longer being read. */
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
  const found = findOnly(folder, '.ndjson');
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
      // What a link leads to is what would be read.
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
