import sharp, { type Sharp } from 'sharp';
import { imageLimits } from './limits.ts';

const timeout = { seconds: imageLimits.decode.value };

// An allowlist of formats that browsers show: every other loader of libvips is attack surface.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Svg', 'Tiff', 'Heif'].map((format) => `VipsForeignLoad${format}`),
});
// libvips' cache would take memory for nothing: each image is processed once.
sharp.cache(false);

/** Opens an untrusted image, with limits. */
export function openImage(path: string, { animated = false } = {}): Sharp {
  return sharp(path, { limitInputPixels: imageLimits.pixels.value, failOn: 'error', animated }).timeout(timeout);
}

openImage.raw = (data: Uint8Array, { width, height }: { width: number; height: number }): Sharp =>
  sharp(data, { raw: { width, height, channels: 4 } }).timeout(timeout);
