import { encode } from 'blurhash';
import type { Metadata, Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { exifFields } from './exif-fields.ts';
import type { ImageFacts, MetadataPart } from './image-facts.ts';
import { imageLimits } from './limits.ts';
import { openImage } from './open-image.ts';
import { paletteOf } from './palette.ts';

const formats: Record<string, { extension: string; mimeType: string } | undefined> = {
  jpeg: { extension: 'jpg', mimeType: 'image/jpeg' },
  png: { extension: 'png', mimeType: 'image/png' },
  webp: { extension: 'webp', mimeType: 'image/webp' },
  gif: { extension: 'gif', mimeType: 'image/gif' },
  svg: { extension: 'svg', mimeType: 'image/svg+xml' },
  tiff: { extension: 'tif', mimeType: 'image/tiff' },
  heif: { extension: 'avif', mimeType: 'image/avif' },
};

/** Reads an image's metadata, and decodes all of it: a truncated file throws. */
export async function readImage(path: string, parts: MetadataPart[]): Promise<ImageFacts> {
  const header = await openImage(path).metadata();
  const format = formats[header.format];
  if (!format) throw new Error(`The format ${header.format} is not one that browsers show.`);
  const { width, height } = header.autoOrient;
  const isOpaque = !header.hasAlpha || (await openImage(path).stats()).isOpaque;
  return {
    ...format,
    width,
    height,
    metadata: {
      _type: 'sanity.imageMetadata',
      dimensions: { _type: 'sanity.imageDimensions', width, height, aspectRatio: width / height },
      hasAlpha: header.hasAlpha ?? false,
      isOpaque,
      ...(await previewsOf(path, parts, isOpaque)),
      ...exifFields(header.exif, parts),
    },
  };
}

type Pixels = { data: Buffer; info: { width: number; height: number } };

/** Placeholders to show while the image loads, and its palette. */
async function previewsOf(path: string, parts: MetadataPart[], isOpaque: boolean): Promise<Record<string, unknown>> {
  // Decoded once, at the largest size needed.
  const small = await pixelsOf(openImage(path).autoOrient(), imageLimits.placeholderSide.value);
  const again = (): Sharp => openImage.raw(small.data, small.info);
  const wants = (part: MetadataPart): boolean => parts.includes(part);
  return {
    ...(wants('lqip') && { lqip: await lqipOf(again(), isOpaque) }),
    ...(wants('blurhash') && { blurHash: blurHashOf(await pixelsOf(again(), 32)) }),
    ...(wants('thumbhash') && { thumbHash: thumbHashOf(await pixelsOf(again(), 100)) }),
    ...(wants('palette') && { palette: await paletteOf(small.data) }),
  };
}

async function pixelsOf(picture: Sharp, side: number): Promise<Pixels> {
  return picture
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
}

async function lqipOf(picture: Sharp, isOpaque: boolean): Promise<string> {
  const tiny = picture.resize({ width: 20 });
  const bytes = await (isOpaque ? tiny.flatten().jpeg({ quality: 60 }) : tiny.png()).toBuffer();
  return `data:image/${isOpaque ? 'jpeg' : 'png'};base64,${bytes.toString('base64')}`;
}

function blurHashOf({ data, info }: Pixels): string {
  return encode(new Uint8ClampedArray(data), info.width, info.height, 4, 3);
}

function thumbHashOf({ data, info }: Pixels): string {
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
}

/** Whether an image holds EXIF, XMP, IPTC or comments. */
export function hasEmbeddedMetadata({ exif, xmp, iptc, tifftagPhotoshop, comments }: Metadata): boolean {
  return [exif, xmp, iptc, tifftagPhotoshop, comments].some((notes) => notes !== undefined && notes.length > 0);
}
