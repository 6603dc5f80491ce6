import type { Limit } from '../limit.ts';

/** What a file with a dataset may hold. */
export const datasetFileLimits = {
  folders: {
    value: 3,
    unit: 'folders within each other',
    why: 'Sanity’s exports have one, with one for images and one for files in it',
  },
  reservedDisk: { value: 256 * 1024 * 1024, unit: 'bytes of the disk left free', why: 'the lake must go on writing' },
  line: {
    value: 64 * 1024 * 1024,
    unit: 'bytes of a line',
    why: 'no document is that large: it is no dataset, or made to fill the memory',
  },
  unpacked: {
    value: 24 * 60 * 60_000,
    unit: 'milliseconds that an unpacked import is kept',
    why: 'an import that broke off is begun again within a day',
  },
} satisfies Record<string, Limit>;
