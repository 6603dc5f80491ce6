import type { Limit } from '../limit.ts';

/** What is kept of a Studio's files. */
export const studioLimits = {
  packed: {
    value: 16 * 1024 * 1024,
    unit: 'bytes of compressed files',
    why: 'all scripts of a Studio take three megabytes in one encoding, and browsers ask for one or two',
  },
  packedFile: {
    value: 32 * 1024 * 1024,
    unit: 'bytes of a file that is compressed',
    why: 'it is read whole; no script is that large',
  },
} satisfies Record<string, Limit>;
