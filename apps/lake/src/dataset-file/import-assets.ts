import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { LakeDocument } from '@bodytext/groq/document';
import { type Place, uploadFile, uploadImage } from '../assets/upload.ts';
import type { Dataset } from '../dataset.ts';
import { LakeError, PlainError } from '../errors.ts';
import type { NewDocument } from '../mutate/working-set.ts';
import { lakeItself } from '../people/actor.ts';
import type { DatasetSource } from './dataset-source.ts';
import { showProgress } from './progress.ts';

/** The assets of an import: their bytes are on disk, their documents are still to be stored with the others. */
export type ImportedAssets = {
  documents: NewDocument[];
  /** The id of the asset for a `_sanityAsset`. */
  idFor(source: string): string;
};

const source = /^(image|file)@file:\/\/(.+)$/;
/** What the new bytes themselves say, or what says which document it is. @see @sanity/import, its uploadAssets */
const ownFields = new Set(['_id', '_rev', '_type', 'sha1hash', 'size', 'uploadId', 'url', 'path', 'assetId']);

/** Stores the bytes of every asset that documents refer to, and of those that only lie there. */
export async function importAssets(
  place: Place,
  dataset: DatasetSource,
  assetSources: ReadonlySet<string>,
): Promise<ImportedAssets> {
  const withheld = withholding(place.dataset);
  const ids = new Map<string, string>();
  const idsByFile = new Map<string, string>();
  const progress = showProgress('Storing assets', assetSources.size);

  async function store(kind: 'image' | 'file', path: string): Promise<string> {
    const known = idsByFile.get(`${kind}:${path}`);
    if (known !== undefined) return known;
    const asset = await upload(kind, path, { ...place, dataset: withheld.dataset });
    withheld.describe(asset._id, dataset.assetMap[`${kind}-${String(asset.sha1hash)}`] ?? {});
    idsByFile.set(`${kind}:${path}`, asset._id);
    return asset._id;
  }

  for (const name of assetSources) {
    const { kind, path } = fileOf(name, dataset);
    ids.set(name, await store(kind, path));
    progress.tick();
  }
  for (const path of dataset.images) await store('image', path);
  for (const path of dataset.files) await store('file', path);
  progress.done();

  return {
    documents: withheld.documents(),
    idFor(name) {
      const id = ids.get(name);
      if (id === undefined) throw new PlainError(`The asset ${name} was not stored. Nothing was imported.`);
      return id;
    },
  };
}

function fileOf(name: string, dataset: DatasetSource): { kind: 'image' | 'file'; path: string } {
  const [, kind, location = ''] = source.exec(name) ?? [];
  if (kind !== 'image' && kind !== 'file')
    throw new PlainError(
      `The asset ${name} can’t be imported: only image@file://… and file@file://… can. Nothing was imported.`,
    );
  const path = dataset.fileAt(location.replace(/^\/(?=\.)/, ''));
  if (path === undefined)
    throw new PlainError(`The asset ${name} is not in the folder of the dataset. Nothing was imported.`);
  return { kind, path };
}

async function upload(kind: 'image' | 'file', path: string, place: Place): Promise<LakeDocument> {
  const store = kind === 'image' ? uploadImage : uploadFile;
  try {
    return await store(place, lakeItself, { bytes: bytesOf(path), filename: basename(path) });
  } catch (error) {
    const reason = error instanceof LakeError ? error.message : 'it can’t be read';
    throw new PlainError(`The asset ${path}: ${reason} Nothing was imported.`);
  }
}

/** Opened when it is read: a file that is missing would otherwise fail before anybody listens. */
async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}

/**
 * A dataset that takes the bytes of assets, but holds their documents back: they are stored in one transaction with
 * those that refer to them, so that an import that breaks off leaves no asset behind in the Studio.
 */
function withholding(dataset: Dataset) {
  const held = new Map<string, LakeDocument>();
  const get = (id: string) => held.get(id) ?? dataset.store.documents.get(id);
  const documents = { ...dataset.store.documents, get };
  const holding: Dataset = {
    ...dataset,
    store: { ...dataset.store, documents },
    async mutate(author, mutations) {
      const timestamp = new Date().toISOString();
      for (const mutation of mutations) {
        if (!('createIfNotExists' in mutation)) continue;
        const { _id = '', ...rest } = mutation.createIfNotExists;
        held.set(_id, { ...rest, _id, _rev: '', _createdAt: timestamp, _updatedAt: timestamp });
      }
      const transaction = { seq: 0, id: '', author: author.id, timestamp, effects: [], changes: [] };
      return { transaction, results: [], findings: [], told: Promise.resolve() };
    },
  };
  return {
    dataset: holding,
    documents: (): NewDocument[] => [...held.values()],
    /** Adds what the export says of an asset: titles, the name it had, when it came. */
    describe(id: string, known: Record<string, unknown>): void {
      const document = held.get(id);
      if (!document) return;
      const told = Object.entries(known).filter(([name]) => !ownFields.has(name));
      held.set(id, { ...document, ...Object.fromEntries(told), _id: id, _type: document._type, _rev: '' });
    },
  };
}
