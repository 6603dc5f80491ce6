import type { LakeDocument } from '@bodytext/groq/document';

/** What an asset is stored as: its hash says what its bytes are, so a name never means something else later. */
export type AssetKind = 'images' | 'files';

const imageName = /^([a-f0-9]{40})-\d{1,6}x\d{1,6}\.([a-z0-9]{1,8})$/;
const imageSize = /-(\d{1,6})x(\d{1,6})\./;
const fileName = /^([a-f0-9]{40})\.([a-z0-9]{1,8})$/;
const assetId = /^(image|file)-([a-f0-9]{40}(?:-\d{1,6}x\d{1,6})?)-([a-z0-9]{1,8})$/;

/** The parts of an asset's name; undefined for everything that is none, such as `../secrets.json`. */
export function parseAssetName(kind: AssetKind, name: string): { hash: string; extension: string } | undefined {
  const [, hash, extension] = (kind === 'images' ? imageName : fileName).exec(name) ?? [];
  return hash && extension ? { hash, extension } : undefined;
}

/** How large an image's name says it is. */
export function sizeInName(name: string): { width: number; height: number } {
  const [, width = 0, height = 0] = imageSize.exec(name) ?? [];
  return { width: Number(width), height: Number(height) };
}

/** The id of the document that describes the asset of this name. */
export function assetIdOf(kind: AssetKind, name: string): string {
  return `${kind === 'images' ? 'image' : 'file'}-${name.replace('.', '-')}`;
}

/** Which file an asset document describes; undefined for other documents. */
export function assetOf(document: Pick<LakeDocument, '_id'>): { kind: AssetKind; name: string } | undefined {
  const [, kind, base, extension] = assetId.exec(document._id) ?? [];
  if (!kind || !base || !extension) return undefined;
  const found = { kind: kind === 'image' ? 'images' : 'files', name: `${base}.${extension}` } as const;
  return parseAssetName(found.kind, found.name) && found;
}
