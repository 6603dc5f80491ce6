import { randomBytes, randomUUID } from 'node:crypto';
import { documentId } from '@bodytext/groq/document';
import { z } from 'zod';
import { assetOf } from '../assets/asset-name.ts';
import { PlainError } from '../errors.ts';
import type { NewDocument } from '../mutate/working-set.ts';
import type { Project } from '../project.ts';

const importedDocument = z.looseObject({ _id: documentId.optional(), _type: z.string().min(1) });

/** Where the lake is that a dataset is imported into. */
export type Home = { project: Project; lakeUrl: string };

/** Reads one line; undefined for what is the hosted lake's own and no content. */
export function parseImported(text: string, place: string): NewDocument | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PlainError(`${place}: this is not JSON. Nothing was imported.`);
  }
  const parsed = importedDocument.safeParse(value);
  if (!parsed.success) throw new PlainError(`${place}: ${z.prettifyError(parsed.error)}. Nothing was imported.`);
  const { _rev, _id = randomUUID(), ...document } = parsed.data;
  const isSystem = _id.startsWith('_.') && !_id.startsWith('_.releases.');
  return isSystem ? undefined : { _id, ...document };
}

/**
 * Makes a document from elsewhere one of this lake's, as Sanity's import does: keys where lists lack them, a type for
 * references, addresses of assets here. `assetFor` gives the id of the asset stored for a `_sanityAsset`.
 */
export function adopt(document: NewDocument, home: Home, assetFor: (source: string) => string): NewDocument {
  const adopted = importedDocument.parse(adoptObject(document, home, assetFor));
  return { ...adopted, _id: document._id, ...addressOf(document, home) };
}

function adoptValue(value: unknown, home: Home, assetFor: (source: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => withKey(adoptValue(item, home, assetFor)));
  return typeof value === 'object' && value !== null ? adoptObject(value, home, assetFor) : value;
}

function adoptObject(value: object, home: Home, assetFor: (source: string) => string): object {
  const entries = Object.entries(value).map(([name, item]): [string, unknown] => {
    if (name !== '_sanityAsset') return [name, adoptValue(item, home, assetFor)];
    return ['asset', { _type: 'reference', _ref: assetFor(String(item)) }];
  });
  const [only] = Object.keys(value);
  if (entries.length === 1 && only === '_sanityAsset') entries.unshift(['_type', kindOf(Object.values(value)[0])]);
  const adopted = Object.fromEntries(entries);
  if ('_ref' in adopted && adopted._type === undefined) adopted._type = 'reference';
  if ('_ref' in adopted && '_projectId' in adopted) adopted._projectId = home.project.projectId;
  return adopted;
}

function kindOf(source: unknown): string {
  return String(source).startsWith('file@') ? 'file' : 'image';
}

/** Editing several at once needs a key on every object of a list. */
function withKey(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || Array.isArray(item) || '_key' in item) return item;
  return { _key: randomBytes(6).toString('hex'), ...item };
}

/** An asset document of another lake says where it lies there. */
function addressOf(document: NewDocument, { project, lakeUrl }: Home): Record<string, string> {
  const isAsset = document._type === 'sanity.imageAsset' || document._type === 'sanity.fileAsset';
  const asset = isAsset ? assetOf(document) : undefined;
  if (!asset) return {};
  const path = `${asset.kind}/${project.projectId}/${project.dataset}/${asset.name}`;
  return { path, url: `${lakeUrl}/${path}` };
}

/** Every `_sanityAsset` in a document. */
export function assetSourcesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(assetSourcesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    name === '_sanityAsset' ? [String(item)] : assetSourcesIn(item),
  );
}
