import { readFile, writeFile } from 'node:fs/promises';
import { hasEmbeddedMetadata } from './image-metadata.ts';
import { openImage } from './open-image.ts';
import { stripGif } from './strip-gif.ts';
import { stripJpeg } from './strip-jpeg.ts';
import { stripPng } from './strip-png.ts';
import { stripWebp } from './strip-webp.ts';

/** Gives the bytes without notes; undefined where the format's rules are not kept, so that nobody knows what is in them. */
export type Strip = (bytes: Buffer) => Buffer | undefined;

const strips: Record<string, Strip | undefined> = { jpg: stripJpeg, png: stripPng, webp: stripWebp, gif: stripGif };
const quality = 90;

/**
 * Writes an original without what its camera noted: a photograph that a reader sends in may tell where they live, and
 * an image URL is public. Pixels stay as they are, to the bit, where the format is one of those read here.
 * False, and nothing written, if there is nothing to leave out.
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
  const moves = extension === 'gif' || extension === 'webp';
  const picture = openImage(from, { animated: moves });
  const upright = moves ? picture : picture.autoOrient();
  const format = extension === 'jpg' ? 'jpeg' : extension === 'tif' ? 'tiff' : extension;
  if (format === 'tiff') await upright.tiff({ compression: 'lzw' }).toFile(to);
  else if (format === 'jpeg') await upright.jpeg({ quality }).toFile(to);
  else if (format === 'png') await upright.png().toFile(to);
  else if (format === 'webp') await upright.webp({ quality }).toFile(to);
  else if (format === 'gif') await upright.gif().toFile(to);
  else await upright.avif({ quality, effort: 2 }).toFile(to);
  return true;
}
