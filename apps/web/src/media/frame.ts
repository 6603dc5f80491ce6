import type { Figure } from '@bodytext/schema/figure';
import { z } from 'zod';

/** The aspect ratios in which the site shows images. `natural` keeps that of the image, within the editor's crop. */
export const frames = { natural: undefined, wide: 16 / 9, card: 3 / 2, square: 1, social: 1200 / 630 } as const;
export type Frame = keyof typeof frames;

/** A crop of an image, in pixels of the original. */
export type Rect = { x: number; y: number; width: number; height: number };

/** An image asset, parsed from its id: `image-<sha1>-<width>x<height>-<extension>`. */
export type Asset = { id: string; name: string; width: number; height: number; extension: string };

const assetId = /^image-([0-9a-f]{40}-(\d{1,5})x(\d{1,5})-([a-z0-9]{2,5}))$/;
const pixels = z.coerce.number().int().positive();
const sides = z.tuple([pixels, pixels]);

/** Undefined if the id is not an image asset's. */
export function parseAssetId(id: string): Asset | undefined {
  const [, name = '', width, height, extension = ''] = assetId.exec(id) ?? [];
  const size = sides.safeParse([width, height]);
  return size.success ? { id, name, width: size.data[0], height: size.data[1], extension } : undefined;
}

/**
 * The crop that a frame shows: within the editor's crop, as large as the aspect ratio allows, and centred as near to the
 * hotspot as possible.
 */
export function rectOf({ crop, hotspot }: Pick<Figure, 'crop' | 'hotspot'>, asset: Asset, frame: Frame): Rect {
  const cropped = croppedRect(crop, asset);
  const ratio = frames[frame];
  if (ratio === undefined) return cropped;
  const isTooWide = cropped.width / cropped.height > ratio;
  const width = isTooWide ? Math.max(1, Math.round(cropped.height * ratio)) : cropped.width;
  const height = isTooWide ? cropped.height : Math.max(1, Math.round(cropped.width / ratio));
  const centre = {
    x: (hotspot?.x ?? (cropped.x + cropped.width / 2) / asset.width) * asset.width,
    y: (hotspot?.y ?? (cropped.y + cropped.height / 2) / asset.height) * asset.height,
  };
  return {
    x: clamp(Math.round(centre.x - width / 2), cropped.x, cropped.x + cropped.width - width),
    y: clamp(Math.round(centre.y - height / 2), cropped.y, cropped.y + cropped.height - height),
    width,
    height,
  };
}

function croppedRect(crop: Figure['crop'], { width, height }: Asset): Rect {
  const { top = 0, bottom = 0, left = 0, right = 0 } = crop ?? {};
  const x = clamp(Math.round(left * width), 0, width - 1);
  const y = clamp(Math.round(top * height), 0, height - 1);
  return {
    x,
    y,
    width: Math.max(1, Math.round(width * (1 - right)) - x),
    height: Math.max(1, Math.round(height * (1 - bottom)) - y),
  };
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(value, max));
}
