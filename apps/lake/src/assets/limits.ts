import type { Limit } from '../limit.ts';

export const megabyte = 1024 * 1024;

/** What is stored of assets, where an operator says nothing else. */
export const assetLimits = {
  renditions: {
    value: 1_024 * megabyte,
    unit: 'bytes of renditions on disk',
    why: 'those of some thousands of pictures; what was not asked for longest is made again',
  },
  file: { value: 500 * megabyte, unit: 'bytes of a file', why: 'a film of some minutes' },
  image: {
    value: 100 * megabyte,
    unit: 'bytes of a picture’s file',
    why: 'it is read whole to leave out what its camera noted',
  },
  orphans: {
    value: 90,
    unit: 'days that bytes are kept aside which no document describes; 0 keeps them for good',
    why: 'the database may be an old copy, and these bytes all there is',
  },
  filename: { value: 200, unit: 'characters of a file’s name', why: 'file systems take 255 bytes' },
} satisfies Record<string, Limit>;

export type AssetLimits = { renditionBytes: number; fileBytes: number; imageBytes: number; orphanDays: number };

export const defaultAssetLimits: AssetLimits = {
  renditionBytes: assetLimits.renditions.value,
  fileBytes: assetLimits.file.value,
  imageBytes: assetLimits.image.value,
  orphanDays: assetLimits.orphans.value,
};

/** What may be asked of the processes that work on images. */
export const imageWorkLimits = {
  processes: { value: 2, unit: 'processes', why: 'more would leave nothing of a small machine to the editors' },
  largeAtOnce: {
    value: 1,
    unit: 'large pictures worked on',
    why: 'they take seconds: the other process is for pictures of hundredths of a second',
  },
  pixelsOfSmall: {
    value: 8_000_000,
    unit: 'pixels read and made',
    why: 'about a tenth of a second’s work; most that a page shows is a fifth of that',
  },
  bytesOfSmall: {
    value: 3_000_000,
    unit: 'bytes of the original',
    why: 'a moving picture says nowhere in its name how many frames it has',
  },
  jpegTimes: {
    value: 0.25,
    unit: 'times the pixels read',
    why: 'a JPEG is read at a fraction of its size where less is made',
  },
  avifTimes: { value: 8, unit: 'times the pixels made', why: 'so much longer than others AVIF takes to be written' },
  smallWaiting: {
    value: 300,
    unit: 'small pictures of one caller',
    why: 'a site asks for all pictures of its pages under one address',
  },
  largeWaiting: {
    value: 40,
    unit: 'large pictures of one caller',
    why: 'a new article’s photographs in all their sizes; each may take seconds',
  },
} satisfies Record<string, Limit>;
