import { z } from 'zod';
import { type AssetKind, assetOf } from '../assets/asset-name.ts';

export type ExportedDocument = { _id: string; _type: string; [field: string]: unknown };

/** A custom schema returns the same object, so the order of its fields is kept. */
export const exportedDocument = z.custom<ExportedDocument>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    '_id' in value &&
    '_type' in value &&
    typeof value._id === 'string' &&
    typeof value._type === 'string',
);

export type ExportOptions = {
  drafts: boolean;
  /** Only documents of these types. */
  types: string[] | undefined;
  /** Includes assets; otherwise references to assets are removed. */
  assets: boolean;
  /** Exports documents as they are stored, with the documents of assets, but without their files. */
  raw: boolean;
};

/**
 * Whether a document is exported, by the rules of Sanity's export. With `raw`, documents of assets are exported too: if
 * types are selected, those that the selected documents refer to.
 *
 * @param referred the assets that documents of the selected types refer to
 */
export function isExported(
  { _id, _type }: ExportedDocument,
  { drafts, types, raw }: ExportOptions,
  referred: ReadonlySet<string>,
): boolean {
  const isVersion = _id.startsWith('drafts.') || _id.startsWith('versions.');
  if (isVersion && !drafts) return false;
  if (_id.startsWith('_.') && !(drafts && _id.startsWith('_.releases.'))) return false;
  if (types === undefined) return raw || !isAsset(_type);
  if (isAsset(_type)) return raw && (types.includes(_type) || referred.has(_id));
  return types.includes(_type);
}

export function isAsset(type: string): boolean {
  return type === 'sanity.imageAsset' || type === 'sanity.fileAsset';
}

/** For a reference to an asset: keep it, remove it, or point to this file of the archive. */
export type AssetRule = (assetId: string) => { kind: AssetKind; name: string } | 'keep' | 'remove';

/** Rewrites references to assets as Sanity's export does. */
export function withAssetPaths(document: ExportedDocument, rule: AssetRule): ExportedDocument {
  return exportedDocument.parse(rewriteObject(document, rule));
}

function rewrite(value: unknown, rule: AssetRule): unknown {
  if (Array.isArray(value)) return value.map((item) => rewrite(item, rule)).filter((item) => item !== undefined);
  return typeof value === 'object' && value !== null ? rewriteObject(value, rule) : value;
}

function rewriteObject(value: object, rule: AssetRule): object | undefined {
  const assetId = assetIdIn(value);
  const asset = assetId === undefined ? 'keep' : rule(assetId);
  if (asset === 'remove') return undefined;
  const entries = Object.entries(value)
    .filter(([name]) => asset === 'keep' || name !== 'asset')
    .map(([name, item]): [string, unknown] => [name, rewrite(item, rule)])
    .filter(([, item]) => item !== undefined);
  const rest = Object.fromEntries(entries);
  if (asset === 'keep') return rest;
  const type = asset.kind === 'images' ? 'image' : 'file';
  return { _sanityAsset: `${type}@file://./${asset.kind}/${asset.name}`, ...rest };
}

function assetIdIn(value: object): string | undefined {
  if (!('asset' in value) || typeof value.asset !== 'object' || value.asset === null) return undefined;
  const id = '_ref' in value.asset ? value.asset._ref : undefined;
  return typeof id === 'string' && assetOf({ _id: id }) ? id : undefined;
}
