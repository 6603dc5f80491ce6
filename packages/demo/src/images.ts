import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { images } from '../assets/images.ts';
import { datasetFolder } from './folders.ts';

export type RenderedImage = (typeof images)[string];

export const hash = (algorithm: 'sha1' | 'sha256', data: Uint8Array | string) =>
  createHash(algorithm).update(data).digest('hex');

export const imagePath = (file: string) => join(datasetFolder, 'images', file);

const assetPattern = /^image@file:\/\/\.\/images\/([a-z0-9-]+\.webp)$/;

/** The asset id of an image in `_sanityAsset`: `image-<sha1>-<width>x<height>-webp`. */
export function assetId(sanityAsset: string): string {
  const file = assetPattern.exec(sanityAsset)?.[1];
  const image = file === undefined ? undefined : images[file];
  if (file === undefined || image === undefined) {
    throw new Error(`The demo has no image for “${sanityAsset}”. Draw it in src/drawings, then run “npm run images”.`);
  }
  return `image-${hash('sha1', readFileSync(imagePath(file)))}-${image.width}x${image.height}-webp`;
}

/** Replaces every `_sanityAsset` by an asset reference, as an import does. */
export function withAssets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withAssets(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) =>
      name === '_sanityAsset' && typeof field === 'string'
        ? ['asset', { _type: 'reference', _ref: assetId(field) }]
        : [name, withAssets(field)],
    ),
  );
}
