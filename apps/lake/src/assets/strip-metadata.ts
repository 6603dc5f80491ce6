import { readFile, writeFile } from 'node:fs/promises';
import { hasEmbeddedMetadata } from './image-metadata.ts';
import { openImage } from './open-image.ts';
import { stripGif } from './strip-gif.ts';
import { stripJpeg } from './strip-jpeg.ts';
import { stripPng } from './strip-png.ts';
import { stripWebp } from './strip-webp.ts';

/** Returns the bytes without metadata; undefined where the file violates its format, so that it can't be parsed safely. */
type Strip = (bytes: Buffer) => Buffer | undefined;

const strips: Record<string, Strip | undefined> = { jpg: stripJpeg, png: stripPng, webp: stripWebp, gif: stripGif };
const quality = 90;

/**
 * Writes an original without EXIF and other metadata: a photograph may hold the place where a person lives, and image
 * URLs are public. For JPEG, PNG, WebP and GIF lossless; other formats, and invalid files, are encoded again.
 * Returns false, and writes nothing, if there is no metadata.
 */
export async function stripMetadata(from: string, to: string, extension: string): Promise<boolean> {
  const strip = strips[extension];
  if (!strip) return encodeWithoutMetadata(from, to, extension);
  const bytes = await readFile(from);
  const stripped = strip(bytes);
  if (!stripped) return encodeAgain(from, to, extension);
  if (stripped.equals(bytes)) return false;
  await writeFile(to, stripped);
  return true;
}

async function encodeWithoutMetadata(from: string, to: string, extension: string): Promise<boolean> {
  return hasEmbeddedMetadata(await openImage(from).metadata()) && encodeAgain(from, to, extension);
}

async function encodeAgain(from: string, to: string, extension: string): Promise<boolean> {
  const mayBeAnimated = extension === 'gif' || extension === 'webp';
  const picture = openImage(from, { animated: mayBeAnimated });
  const upright = mayBeAnimated ? picture : picture.autoOrient();
  const format = extension === 'jpg' ? 'jpeg' : extension === 'tif' ? 'tiff' : extension;
  if (format === 'tiff') await upright.tiff({ compression: 'lzw' }).toFile(to);
  else if (format === 'jpeg') await upright.jpeg({ quality }).toFile(to);
  else if (format === 'png') await upright.png().toFile(to);
  else if (format === 'webp') await upright.webp({ quality }).toFile(to);
  else if (format === 'gif') await upright.gif().toFile(to);
  else await upright.avif({ quality, effort: 2 }).toFile(to);
  return true;
}
