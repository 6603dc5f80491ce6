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

/** Imported assets: their files are stored, their documents are to be stored with the others. */
export type ImportedAssets = {
  documents: NewDocument[];
  /** The id of the asset for a `_sanityAsset`. */
  idFor(source: string): string;
};

const source = /^(image|file)@file:\/\/(.+)$/;
/** Fields that come from the uploaded file, or identify the document. @see @sanity/import, its uploadAssets */
const ownFields = new Set(['_id', '_rev', '_type', 'sha1hash', 'size', 'uploadId', 'url', 'path', 'assetId']);

/** Stores the files of all assets, whether or not a document refers to them. */
export async function importAssets(
  place: Place,
  dataset: DatasetSource,
  assetSources: ReadonlySet<string>,
): Promise<ImportedAssets> {
  const deferring = deferDocuments(place.dataset);
  const ids = new Map<string, string>();
  const idsByFile = new Map<string, string>();
  const progress = showProgress('Storing assets', assetSources.size);

  async function store(kind: 'image' | 'file', path: string): Promise<string> {
    const known = idsByFile.get(`${kind}:${path}`);
    if (known !== undefined) return known;
    const asset = await upload(kind, path, { ...place, dataset: deferring.dataset });
    deferring.describe(asset._id, dataset.assetMap[`${kind}-${String(asset.sha1hash)}`] ?? {});
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
    documents: deferring.documents(),
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

/** Opens the file lazily: the error of a missing one would otherwise be emitted before it can be caught. */
async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}

/**
 * A dataset that stores the files of assets, but defers their documents: these are stored in one transaction with the
 * documents that refer to them, so that a failed import leaves no assets in the Studio.
 */
function deferDocuments(dataset: Dataset) {
  const deferred = new Map<string, LakeDocument>();
  const get = (id: string) => deferred.get(id) ?? dataset.store.documents.get(id);
  const documents = { ...dataset.store.documents, get };
  const deferringDataset: Dataset = {
    ...dataset,
    store: { ...dataset.store, documents },
    async mutate(author, mutations) {
      const timestamp = new Date().toISOString();
      for (const mutation of mutations) {
        if (!('createIfNotExists' in mutation)) continue;
        const { _id = '', ...rest } = mutation.createIfNotExists;
        deferred.set(_id, { ...rest, _id, _rev: '', _createdAt: timestamp, _updatedAt: timestamp });
      }
      const transaction = { seq: 0, id: '', author: author.id, timestamp, effects: [], changes: [] };
      return { transaction, results: [], findings: [], told: Promise.resolve() };
    },
  };
  return {
    dataset: deferringDataset,
    documents: (): NewDocument[] => [...deferred.values()],
    /** Adds fields of the export to an asset's document, such as its title and file name. */
    describe(id: string, known: Record<string, unknown>): void {
      const document = deferred.get(id);
      if (!document) return;
      const fields = Object.entries(known).filter(([name]) => !ownFields.has(name));
      deferred.set(id, { ...document, ...Object.fromEntries(fields), _id: id, _type: document._type, _rev: '' });
    },
  };
}
