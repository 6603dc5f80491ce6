import { sizeInName } from './asset-name.ts';
import { imageWorkLimits as limits } from './limits.ts';

type Original = { name: string; bytes: number };
type Wanted = { w?: number | undefined; h?: number | undefined; dpr?: number | undefined; format: string };

/** Whether rendering takes so long that it goes into the queue for large images. */
export function isLargeRendition({ name, bytes }: Original, { w, h, dpr = 1, format }: Wanted): boolean {
  // The size of an SVG says nothing of its complexity.
  if (name.endsWith('.svg')) return true;
  const { width, height } = sizeInName(name);
  const aspectRatio = width / Math.max(1, height);
  const [wide, high] = [w && w * dpr, h && h * dpr];
  // A missing side follows from the aspect ratio; without either, the size is the original's.
  const madeWide = wide ?? (high ? high * aspectRatio : width);
  const madeHigh = high ?? (wide ? wide / Math.max(aspectRatio, Number.EPSILON) : height);
  const readTimes = name.endsWith('.jpg') ? limits.jpegTimes.value : 1;
  const madeTimes = format === 'avif' ? limits.avifTimes.value : 1;
  return isLarge(width * height * readTimes + madeWide * madeHigh * madeTimes, bytes);
}

function isLarge(pixels: number, bytes: number): boolean {
  return pixels > limits.pixelsOfSmall.value || bytes > limits.bytesOfSmall.value;
}
