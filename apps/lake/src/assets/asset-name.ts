import type { LakeDocument } from '@bodytext/groq/document';

/** The folder of an asset. Names hold the hash of the content, so that a name never changes its meaning. */
export type AssetKind = 'images' | 'files';

const imageName = /^([a-f0-9]{40})-\d{1,6}x\d{1,6}\.([a-z0-9]{1,8})$/;
const imageSize = /-(\d{1,6})x(\d{1,6})\./;
const fileName = /^([a-f0-9]{40})\.([a-z0-9]{1,8})$/;
const assetId = /^(image|file)-([a-f0-9]{40}(?:-\d{1,6}x\d{1,6})?)-([a-z0-9]{1,8})$/;

/** Undefined for everything that is not an asset's name, such as `../secrets.json`. */
export function parseAssetName(kind: AssetKind, name: string): { hash: string; extension: string } | undefined {
  const [, hash, extension] = (kind === 'images' ? imageName : fileName).exec(name) ?? [];
  return hash && extension ? { hash, extension } : undefined;
}

/** The size in an image's name. */
export function sizeInName(name: string): { width: number; height: number } {
  const [, width = 0, height = 0] = imageSize.exec(name) ?? [];
  return { width: Number(width), height: Number(height) };
}

/** The id of the asset's document. */
export function assetIdOf(kind: AssetKind, name: string): string {
  return `${kind === 'images' ? 'image' : 'file'}-${name.replace('.', '-')}`;
}

/** The file of an asset document; undefined for other documents. */
export function assetOf(document: Pick<LakeDocument, '_id'>): { kind: AssetKind; name: string } | undefined {
  const [, kind, base, extension] = assetId.exec(document._id) ?? [];
  if (!kind || !base || !extension) return undefined;
  const found = { kind: kind === 'image' ? 'images' : 'files', name: `${base}.${extension}` } as const;
  return parseAssetName(found.kind, found.name) && found;
}
