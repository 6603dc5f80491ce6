import { randomBytes, randomUUID } from 'node:crypto';
import { documentId } from '@bodytext/groq/document';
import { z } from 'zod';
import { assetOf } from '../assets/asset-name.ts';
import { PlainError } from '../errors.ts';
import type { NewDocument } from '../mutate/working-set.ts';
import type { Project } from '../project.ts';

const importedDocument = z.looseObject({ _id: documentId.optional(), _type: z.string().min(1) });

export type ImportTarget = { project: Project; lakeUrl: string };

/** Parses one line; undefined for system documents of the hosted lake. */
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
 * Rewrites a document for this lake, as Sanity's import does: adds missing `_key`s and types of references, and sets
 * the URLs of assets. `assetFor` returns the id of the asset stored for a `_sanityAsset`.
 */
export function rewriteForLake(
  document: NewDocument,
  home: ImportTarget,
  assetFor: (source: string) => string,
): NewDocument {
  const adopted = importedDocument.parse(rewriteObject(document, home, assetFor));
  return { ...adopted, _id: document._id, ...addressOf(document, home) };
}

function rewriteValue(value: unknown, home: ImportTarget, assetFor: (source: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => withKey(rewriteValue(item, home, assetFor)));
  return typeof value === 'object' && value !== null ? rewriteObject(value, home, assetFor) : value;
}

function rewriteObject(value: object, home: ImportTarget, assetFor: (source: string) => string): object {
  const entries = Object.entries(value).map(([name, item]): [string, unknown] => {
    if (name !== '_sanityAsset') return [name, rewriteValue(item, home, assetFor)];
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

/** Concurrent editing of a list needs a `_key` on every object. */
function withKey(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || Array.isArray(item) || '_key' in item) return item;
  return { _key: randomBytes(6).toString('hex'), ...item };
}

/** The path and URL of an asset's document, which may be from another lake. */
function addressOf(document: NewDocument, { project, lakeUrl }: ImportTarget): Record<string, string> {
  const isAsset = document._type === 'sanity.imageAsset' || document._type === 'sanity.fileAsset';
  const asset = isAsset ? assetOf(document) : undefined;
  if (!asset) return {};
  const path = `${asset.kind}/${project.projectId}/${project.dataset}/${asset.name}`;
  return { path, url: `${lakeUrl}/${path}` };
}

/** All `_sanityAsset` values in a document. */
export function assetSourcesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(assetSourcesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    name === '_sanityAsset' ? [String(item)] : assetSourcesIn(item),
  );
}
