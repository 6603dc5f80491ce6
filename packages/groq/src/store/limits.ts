import type { Limit } from '../limit.ts';

/** What is cached of documents, and what is indexed of them. */
export const storeLimits = {
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
} satisfies Record<string, Limit>;
