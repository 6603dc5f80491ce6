import type { Limit } from '../limit.ts';

export type AssetLimits = {
  /** How much of the disk renditions may take. */
  renditionBytes: number;
  /** The largest file stored. */
  fileBytes: number;
  /** The largest picture's file stored: it is read whole to leave out what its camera noted. */
  imageBytes: number;
  /** How many days bytes that no document describes are kept aside; 0 keeps them for good. */
  orphanDays: number;
};

export const megabyte = 1024 * 1024;
export const usualLimits: AssetLimits = {
  renditionBytes: 1_024 * megabyte,
  fileBytes: 500 * megabyte,
  imageBytes: 100 * megabyte,
  orphanDays: 90,
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
