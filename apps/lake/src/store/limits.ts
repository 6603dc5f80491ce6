import type { Limit } from '../limit.ts';

/** How the database is opened, what is kept in memory of it, and how long is waited for others. */
export const storeLimits = {
  busy: {
    value: 5_000,
    unit: 'milliseconds of waiting for another program’s lock',
    why: 'for what is done at the command line; who serves waits less',
  },
  busyServing: {
    value: 250,
    unit: 'milliseconds of waiting for another program’s lock while serving',
    why: 'all who ask wait as long, and then are told to come back',
  },
  pageCache: {
    value: 4 * 1024,
    unit: 'KiB of pages, for each connection',
    why: 'with four times as much nothing measured was faster',
  },
  log: {
    value: 4_000,
    unit: 'pages before the log is moved to the database',
    why: 'it costs two waits for the disk: often enough to keep the log small, no oftener',
  },
  largestLog: {
    value: 64 * 1024 * 1024,
    unit: 'bytes',
    why: 'a reader may hold the log back, such as a backup; when it is done, what has grown is cut to this',
  },
  readerPageCache: { value: 4 * 1024, unit: 'KiB of pages', why: 'with twice as much nothing measured was faster' },
  readerBusy: {
    value: 1_000,
    unit: 'milliseconds of waiting for another program’s lock',
    why: 'a query has little more time than that',
  },
  outlines: {
    value: 24 * 1024 * 1024,
    unit: 'characters of JSON that outlines come from',
    why: 'what looks at many documents runs in this thread; outlines take some times their JSON',
  },
  wholeDocuments: {
    value: 4 * 1024 * 1024,
    unit: 'characters of JSON',
    why: 'documents as a whole, for the few questions that need them',
  },
  tidying: {
    value: 1_000,
    unit: 'milliseconds that a start waits for a folder to be tidied',
    why: 'with more than a hundred thousand files it goes on meanwhile',
  },
} satisfies Record<string, Limit>;
