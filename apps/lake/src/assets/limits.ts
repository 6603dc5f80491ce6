import type { Limit } from '../limit.ts';

export const megabyte = 1024 * 1024;

/** The defaults for what operators can set, and limits of asset files. */
export const assetLimits = {
  renditions: {
    value: 1_024 * megabyte,
    unit: 'bytes of renditions on disk',
    why: 'enough for those of some thousands of images; the least recently used are evicted and made again when needed',
  },
  file: { value: 500 * megabyte, unit: 'bytes of a file', why: 'a video of some minutes' },
  image: {
    value: 100 * megabyte,
    unit: 'bytes of an image file',
    why: 'it is read into memory whole to strip its metadata',
  },
  orphans: {
    value: 90,
    unit: 'days that orphaned files are kept; 0 keeps them for good',
    why: 'the database may be an old copy, and these files the only copy of an upload',
  },
  filename: { value: 200, unit: 'characters of a file’s name', why: 'file systems take 255 bytes' },
  sniffed: { value: 512, unit: 'bytes read to detect a file’s type', why: 'all known signatures are within them' },
} satisfies Record<string, Limit>;

/** What an operator can set. */
export type AssetLimits = { renditionBytes: number; fileBytes: number; imageBytes: number; orphanDays: number };

export const defaultAssetLimits: AssetLimits = {
  renditionBytes: assetLimits.renditions.value,
  fileBytes: assetLimits.file.value,
  imageBytes: assetLimits.image.value,
  orphanDays: assetLimits.orphans.value,
};

/** One image: how much of it is decoded, and how large a rendition may be. */
export const imageLimits = {
  pixels: {
    value: 100_000_000,
    unit: 'pixels decoded, all frames together',
    why: 'a small file can decompress to more than fits into memory',
  },
  side: {
    value: 8_192,
    unit: 'pixels of a rendition’s side, unless the original’s is longer',
    why: 'no screen shows more',
  },
  placeholderSide: {
    value: 100,
    unit: 'pixels of a side from which placeholders and the palette are made',
    why: 'the largest of them, the ThumbHash, needs no more',
  },
  decode: { value: 25, unit: 'seconds of decoding and encoding', why: 'a client waits no longer for an image' },
} satisfies Record<string, Limit>;

/** The child processes that decode and encode images, and their queue. */
export const imageWorkLimits = {
  processes: { value: 2, unit: 'processes', why: 'more would leave a small machine no processor for the editors' },
  job: {
    value: 60_000,
    unit: 'milliseconds of a job, after which its process is killed',
    why: 'a decoder may hang without noticing its own timeout',
  },
  idle: { value: 30_000, unit: 'milliseconds without a job', why: 'then the process ends, and its memory is freed' },
  memory: {
    value: 1_200 * megabyte,
    unit: 'bytes of memory, after which the process kills itself',
    why: 'an image made to fill the memory must not take the lake’s',
  },
  memoryCheck: {
    value: 50,
    unit: 'milliseconds between checks of the memory',
    why: 'a decoder fills it within some tenths of a second',
  },
  largeAtOnce: {
    value: 1,
    unit: 'large images worked on at the same time',
    why: 'they take seconds: the other process stays free for small ones, which take hundredths of a second',
  },
  pixelsOfSmall: {
    value: 8_000_000,
    unit: 'pixels read and made',
    why: 'about a tenth of a second’s work; most images of a page take a fifth of that',
  },
  bytesOfSmall: {
    value: 3_000_000,
    unit: 'bytes of the original',
    why: 'an asset’s name does not tell how many frames an animation has',
  },
  jpegTimes: {
    value: 0.25,
    unit: 'times the pixels read',
    why: 'a JPEG can be decoded at a fraction of its size',
  },
  avifTimes: { value: 8, unit: 'times the pixels made', why: 'encoding AVIF takes so much longer than other formats' },
  smallQueued: {
    value: 300,
    unit: 'small images of one caller in the queue',
    why: 'a site requests all images of its pages from one address',
  },
  largeQueued: {
    value: 40,
    unit: 'large images of one caller in the queue',
    why: 'the photographs of a new article in all sizes; each may take seconds',
  },
} satisfies Record<string, Limit>;
