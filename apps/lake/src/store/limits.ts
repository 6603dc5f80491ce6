import type { Limit } from '../limit.ts';

/** What is kept in memory of a database, what is indexed of a document, and how long is waited for others. */
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
  documents: {
    value: 12 * 1024 * 1024,
    unit: 'characters of JSON that parsed documents come from',
    why: 'parsed, they take about 1.3 times as much memory',
  },
  statements: { value: 200, unit: 'prepared statements', why: 'programs ask the same few dozen' },
  rows: {
    value: 100_000,
    unit: 'rows that earlier selections found',
    why: 'each takes 100 to 450 bytes, in each thread',
  },
  ids: { value: 100_000, unit: 'ids that earlier selections found', why: 'each takes some 50 bytes' },
  changes: {
    value: 1_000,
    unit: 'documents that others changed at once',
    why: 'after more of them, everything is read anew',
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
  attributeText: {
    value: 500,
    unit: 'characters of a text that is indexed as it is',
    why: 'what is longer is no name or number that somebody would look up',
  },
  lettersInOrder: {
    value: 40,
    unit: 'characters by which texts are sorted',
    why: 'texts that begin alike are told apart by reading the documents: more letters would only make the index larger',
  },
  attributeDepth: { value: 3, unit: 'levels of a document', why: 'filters and orders hardly ever look deeper' },
  attributes: {
    value: 200,
    unit: 'attributes of a document',
    why: 'a document with more would make each write of it slow',
  },
  outlineNames: {
    value: 1_000,
    unit: 'names of parts left out',
    why: 'documents have some dozens; of made-up names, those before are forgotten',
  },
  words: {
    value: 30_000,
    unit: 'different words of a document',
    why: 'SQLite’s index of words keeps the room that its largest document took, and walks through it at every later write: one with a hundred thousand would make all others slow until the next start',
  },
  tidying: {
    value: 1_000,
    unit: 'milliseconds that a start waits for a folder to be tidied',
    why: 'with more than a hundred thousand files it goes on meanwhile',
  },
} satisfies Record<string, Limit>;
