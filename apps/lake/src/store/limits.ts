import type { Limit } from '../limit.ts';

/** Timeouts and cache sizes of the databases. */
export const storeLimits = {
  busy: {
    value: 5_000,
    unit: 'milliseconds of waiting for another process’s lock, in commands',
    why: 'a person waits for the command; a serving lake waits less',
  },
  busyServing: {
    value: 250,
    unit: 'milliseconds of waiting for another process’s lock, while serving',
    why: 'it blocks the event loop, and so every request; writers then get 503 and retry',
  },
  pageCache: {
    value: 4 * 1024,
    unit: 'KiB of page cache, for each connection',
    why: 'with four times as much nothing measured was faster',
  },
  log: {
    value: 4_000,
    unit: 'pages of the write-ahead log before a checkpoint',
    why: 'a checkpoint costs two `fsync`s: often enough to keep the log small, no oftener',
  },
  largestLog: {
    value: 64 * 1024 * 1024,
    unit: 'bytes of the write-ahead log after a checkpoint',
    why: 'a long read transaction, such as a backup, lets the log grow; it is truncated to this afterwards',
  },
  readerPageCache: {
    value: 4 * 1024,
    unit: 'KiB of page cache, of a read-only connection',
    why: 'with twice as much nothing measured was faster',
  },
  readerBusy: {
    value: 1_000,
    unit: 'milliseconds of waiting for another process’s lock, of a read-only connection',
    why: 'a query’s timeout is as long',
  },
  lazyDocuments: {
    value: 24 * 1024 * 1024,
    unit: 'characters of JSON of which a worker thread caches lazy documents',
    why: 'queries over many documents run there; they take a few times its JSON’s memory',
  },
  wholeDocuments: {
    value: 4 * 1024 * 1024,
    unit: 'characters of JSON of which a worker thread caches whole documents',
    why: 'only the few queries with a source map need them',
  },
  tidying: {
    value: 1_000,
    unit: 'milliseconds that a start waits for file rights to be corrected',
    why: 'with more than a hundred thousand files it takes longer, and goes on in the background',
  },
} satisfies Record<string, Limit>;
