import { sizeInName } from './asset-name.ts';
import { imageWorkLimits as limits } from './limits.ts';

type Original = { name: string; bytes: number };
type Wanted = { w?: number | undefined; h?: number | undefined; dpr?: number | undefined; format: string };

/** Whether to make a picture takes long enough that others must not wait for it. */
export function isLargeRendition({ name, bytes }: Original, { w, h, dpr = 1, format }: Wanted): boolean {
  // A drawing's size says nothing of how much is drawn.
  if (name.endsWith('.svg')) return true;
  const { width, height } = sizeInName(name);
  const shape = width / Math.max(1, height);
  const [wide, high] = [w && w * dpr, h && h * dpr];
  // A side that is not asked for keeps the picture's shape; without either, it is as large as it was.
  const madeWide = wide ?? (high ? high * shape : width);
  const madeHigh = high ?? (wide ? wide / Math.max(shape, Number.EPSILON) : height);
  const readTimes = name.endsWith('.jpg') ? limits.jpegTimes.value : 1;
  const madeTimes = format === 'avif' ? limits.avifTimes.value : 1;
  return isLarge(width * height * readTimes + madeWide * madeHigh * madeTimes, bytes);
}

function isLarge(pixels: number, bytes: number): boolean {
  return pixels > limits.pixelsOfSmall.value || bytes > limits.bytesOfSmall.value;
}
