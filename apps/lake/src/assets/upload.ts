import type { LakeDocument } from '@bodytext/groq/document';
import type { Dataset } from '../dataset.ts';
import { badRequest, httpError } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import type { Content, Incoming } from './asset-files.ts';
import { type AssetKind, assetIdOf } from './asset-name.ts';
import { anyFile, fileType } from './file-type.ts';
import { cleanFilename, extensionOf } from './filename.ts';
import { type ImageFacts, imageFacts, type MetadataPart, usualParts } from './image-facts.ts';
import { ImageFailure } from './image-pool.ts';

/** Where an asset is stored, and the lake's public address, which its document's `url` holds. */
export type Place = { dataset: Dataset; lakeUrl: string };

export type UploadedFile = {
  bytes: Content;
  filename?: string;
  title?: string;
  description?: string;
  label?: string;
  creditLine?: string;
  /** Where it came from, such as a picture agency. */
  source?: { id?: string; name?: string; url?: string };
  /** Which metadata of an image to store; the usual ones unless said. */
  meta?: MetadataPart[];
};

/** Stores a picture once, whatever it is called, and gives its asset document. */
export async function uploadImage(place: Place, author: Actor, file: UploadedFile): Promise<LakeDocument> {
  const { assets } = place.dataset;
  return receive(place, 'images', file, assets.limits.imageBytes, async (incoming) => {
    const image = await describe(place, author, incoming, file.meta ?? usualParts);
    const name = `${incoming.hash}-${image.width}x${image.height}.${image.extension}`;
    const { extension, mimeType, metadata } = image;
    return store(place, author, file, incoming, 'images', name, { extension, mimeType, metadata });
  });
}

/** Stores any other file. */
export async function uploadFile(place: Place, author: Actor, file: UploadedFile): Promise<LakeDocument> {
  const { assets } = place.dataset;
  return receive(place, 'files', file, assets.limits.fileBytes, async (incoming) => {
    const extension = extensionOf(cleanFilename(file.filename));
    const sniffed = await fileType(incoming.path);
    // Only said in the document; what a browser is told is found out when the file is asked for.
    const mimeType = sniffed === anyFile ? await namedType(extension) : sniffed.replace(/;.*/, '');
    return store(place, author, file, incoming, 'files', `${incoming.hash}.${extension}`, { extension, mimeType });
  });
}

/** The list of all types that there are is longer than the lake's own program, and is read when it is asked for. */
async function namedType(extension: string): Promise<string> {
  const { lookup } = await import('mime-types');
  return lookup(extension) || anyFile;
}

/** Takes the bytes in, and stores them unless the same ones are there already. */
async function receive(
  { dataset }: Place,
  kind: AssetKind,
  file: UploadedFile,
  mostBytes: number,
  storeNew: (incoming: Incoming) => Promise<LakeDocument>,
): Promise<LakeDocument> {
  const { files, inTurn } = dataset.assets;
  const incoming = await files.receive(file.bytes, mostBytes);
  try {
    return await inTurn(
      incoming.hash,
      async () => (await alreadyStored(dataset, kind, incoming)) ?? storeNew(incoming),
    );
  } finally {
    await files.discard(incoming);
  }
}

/** The asset that these bytes are, whatever the file was called then. */
async function alreadyStored(dataset: Dataset, kind: AssetKind, { hash }: Incoming): Promise<LakeDocument | undefined> {
  const start = `${kind === 'images' ? 'image' : 'file'}-${hash}-`;
  for (const id of dataset.store.documents.idsWhere('d.id >= ? AND d.id < ?', [start, `${start}~`])) {
    const document = dataset.store.documents.get(id);
    const name = id.slice(id.indexOf('-') + 1).replace(/-([^-]+)$/, '.$1');
    if (document && (await dataset.assets.find(kind, name))) return document;
  }
  return undefined;
}

async function describe(
  { dataset }: Place,
  author: Actor,
  { path }: Incoming,
  parts: MetadataPart[],
): Promise<ImageFacts> {
  // It is decoded whole, and how many pixels it unpacks to is not known before.
  const weighed = { caller: author.id, isLarge: true };
  try {
    return imageFacts.parse(await dataset.assets.pool.run({ kind: 'describe', from: path, parts }, weighed));
  } catch (error) {
    if (!(error instanceof ImageFailure)) throw error;
    throw badRequest(
      `The file is not a picture that can be shown: use JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG. ${error.message}`,
    );
  }
}

async function store(
  { dataset, lakeUrl }: Place,
  author: Actor,
  file: UploadedFile,
  { hash, size, ...incoming }: Incoming,
  kind: AssetKind,
  name: string,
  fields: Record<string, unknown>,
): Promise<LakeDocument> {
  const { files, find } = dataset.assets;
  const _id = assetIdOf(kind, name);
  const path = `${kind}/${dataset.project.projectId}/${dataset.project.dataset}/${name}`;
  const document = {
    _id,
    _type: kind === 'images' ? 'sanity.imageAsset' : 'sanity.fileAsset',
    assetId: hash,
    sha1hash: hash,
    ...fields,
    originalFilename: cleanFilename(file.filename) ?? name,
    path,
    size,
    url: `${lakeUrl}/${path}`,
    uploadId: hash,
    ...described(file),
  };
  // The same bytes may be there without a document, if the database is an old copy: a refusal must not take them along.
  const wasThere = (await find(kind, name)) !== undefined;
  await files.keep(incoming, kind, name);
  try {
    await dataset.mutate(author, [{ createIfNotExists: document }]);
  } finally {
    if (!wasThere && !dataset.store.documents.get(_id)) files.remove(kind, name);
  }
  const stored = dataset.store.documents.get(_id);
  if (!stored) throw httpError(409, 'Conflict', 'The asset was deleted while it was stored; upload it again.');
  return stored;
}

function described({ title, description, label, creditLine, source }: UploadedFile): Record<string, unknown> {
  const hasSource = source && Object.values(source).some(Boolean);
  return {
    ...(title && { title }),
    ...(description && { description }),
    ...(label && { label }),
    ...(creditLine && { creditLine }),
    ...(hasSource && { source: { _type: 'sanity.assetSourceData', ...source } }),
  };
}
