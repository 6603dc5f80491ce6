import type { Limit } from '../limit.ts';

/** The cache of compressed files of a Studio. */
export const studioLimits = {
  compressedFiles: {
    value: 16 * 1024 * 1024,
    unit: 'bytes of compressed files in the cache',
    why: 'all scripts of a Studio take three megabytes in one encoding, and browsers use one or two',
  },
  compressedFile: {
    value: 32 * 1024 * 1024,
    unit: 'bytes of a file that is compressed',
    why: 'it is read into memory whole; no script is that large',
  },
} satisfies Record<string, Limit>;
