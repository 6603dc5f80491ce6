import sharp, { type Sharp } from 'sharp';

export const imageLimits = {
  /** The largest picture decoded, all frames together, so that a small file can't unpack to fill the memory. */
  pixels: 100_000_000,
  placeholderSide: 100,
  /** What a picture may take to decode and encode. */
  seconds: 25,
};

// Only what browsers show is decoded. The rest of what the library can read would only be there to be attacked.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Svg', 'Tiff', 'Heif'].map((format) => `VipsForeignLoad${format}`),
});
// Each picture is seen once: what the library would keep of it is memory for nothing.
sharp.cache(false);

/** Opens a picture of a stranger. */
export function openImage(path: string, { animated = false } = {}): Sharp {
  return sharp(path, { limitInputPixels: imageLimits.pixels, failOn: 'error', animated }).timeout({
    seconds: imageLimits.seconds,
  });
}

openImage.raw = (data: Uint8Array, { width, height }: { width: number; height: number }): Sharp =>
  sharp(data, { raw: { width, height, channels: 4 } }).timeout({ seconds: imageLimits.seconds });
