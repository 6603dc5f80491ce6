import type { Limit } from '../limit.ts';

/** Limits of the caches and indexes of documents. */
export const storeLimits = {
  documents: {
    value: 12 * 1024 * 1024,
    unit: 'characters of JSON that parsed documents come from',
    why: 'parsed, they take about 1.3 times as much memory',
  },
  statements: { value: 200, unit: 'prepared statements', why: 'clients repeat the same few dozen' },
  rows: {
    value: 100_000,
    unit: 'rows in cached result sets',
    why: 'each takes 100 to 450 bytes, in each thread',
  },
  ids: { value: 100_000, unit: 'ids in cached result sets', why: 'each takes some 50 bytes' },
  changes: {
    value: 1_000,
    unit: 'documents that another connection changed between two reads',
    why: 'after more, clearing the whole cache is cheaper than evicting one by one',
  },
  attributeText: {
    value: 500,
    unit: 'characters of an indexed text',
    why: 'filters compare with names and numbers, which are shorter',
  },
  sortPrefixLength: {
    value: 40,
    unit: 'characters of a text in a sort key',
    why: 'documents with equal prefixes are read and compared: longer keys would only make the index larger',
  },
  attributeDepth: { value: 3, unit: 'levels of a document', why: 'filters and orders rarely use deeper fields' },
  attributes: {
    value: 200,
    unit: 'indexed attributes of a document',
    why: 'each is a row to write: more would make writes of the document slow',
  },
  lazyFieldNames: {
    value: 1_000,
    unit: 'names of lazy fields with a cached property descriptor',
    why: 'schemas have some dozens; made-up names must not fill memory',
  },
  words: {
    value: 30_000,
    unit: 'distinct words of a document',
    why: 'FTS5 keeps the hash table of its largest document and walks through it at each later write: a hundred thousand words would slow down all writes until the next start',
  },
} satisfies Record<string, Limit>;
