import type { Limit } from '../limit.ts';

/** Limits of datasets as files. */
export const datasetFileLimits = {
  folders: {
    value: 3,
    unit: 'levels of folders',
    why: 'Sanity’s exports have one folder, with one for images and one for files in it',
  },
  reservedDisk: {
    value: 256 * 1024 * 1024,
    unit: 'bytes of the disk left free',
    why: 'a running lake must be able to write',
  },
  line: {
    value: 64 * 1024 * 1024,
    unit: 'bytes of a line',
    why: 'no document is that large: the file is no dataset, or made to exhaust the memory',
  },
  unpacked: {
    value: 24 * 60 * 60_000,
    unit: 'milliseconds that an unpacked import is kept',
    why: 'no import takes a day, so the folder is no longer read',
  },
} satisfies Record<string, Limit>;
