import type { Limit } from './limit.ts';

/** Limits of queries, and of caches of them. */
export const queryLimits = {
  text: { value: 100_000, unit: 'characters of a query', why: 'the Studio’s longest queries have some thousands' },
  nesting: {
    value: 150,
    unit: 'levels of nested brackets',
    why: 'the parser recurses at each, and its stack must not overflow',
  },
  operators: {
    value: 2_000,
    unit: 'operators of a query',
    why: 'parsing time is quadratic in operators: this many take some hundredths of a second',
  },
  timeout: {
    value: 1_500,
    unit: 'milliseconds that a query may run',
    why: 'a slower query blocks its thread too long and should be rewritten',
  },
  parts: {
    value: 10_000,
    unit: 'commas, points, brackets and escaped characters of a query',
    why: 'parsing time is quadratic in these too',
  },
  partsOnEventLoop: {
    value: 1_000,
    unit: 'parts of a query that is parsed on the event loop',
    why: 'this many block it for some hundredths of a second',
  },
  cachedParamNames: {
    value: 500,
    unit: 'queries whose parameter names are cached',
    why: 'clients repeat the same few hundred',
  },
  cachedParamNamesQuery: {
    value: 4_000,
    unit: 'characters of a query whose parameter names are cached',
    why: 'longer queries are rarely repeated',
  },
  boundedNodes: {
    value: 400,
    unit: 'nodes of a query that may run on the main thread',
    why: 'each may be evaluated for each document',
  },
  boundedList: {
    value: 200,
    unit: 'items of a list in a query that may run on the main thread',
    why: 'each document may be compared with all of them',
  },
  boundedLoops: {
    value: 4,
    unit: 'levels of nested loops of a query that may run on the main thread',
    why: 'each multiplies the work',
  },
  result: { value: 64 * 1024 * 1024, unit: 'characters of a result', why: 'it is built as one string in memory' },
  mappings: { value: 50_000, unit: 'values of a source map', why: 'finding more would delay the answer' },
  tags: {
    value: 200,
    unit: 'tags of an answer',
    why: 'more are too long for each answer; then the one tag of all documents is sent',
  },
  cachedQueries: {
    value: 1_000_000,
    unit: 'characters of all cached compiled queries',
    why: 'clients repeat the same few hundred',
  },
  cachedQuery: {
    value: 20_000,
    unit: 'characters of a cached compiled query',
    why: 'longer queries are rarely repeated',
  },
  term: {
    value: 1024,
    unit: 'characters of a word to match',
    why: 'no word is longer, and wildcards are tried at each letter',
  },
  patterns: {
    value: 1_000,
    unit: 'cached compiled patterns',
    why: 'a filter uses the same pattern for every document',
  },
  geometry: {
    value: 100_000,
    unit: 'characters of a shape',
    why: 'comparing two shapes takes time in proportion to the product of their corners',
  },
  sourceValues: {
    value: 500_000,
    unit: 'objects and lists searched for the source of a value',
    why: 'in a result of very many documents, some values have no source, so that the answer is not delayed',
  },
  terms: { value: 20, unit: 'words looked up in the index', why: 'more hardly narrow down the candidates' },
  layers: { value: 50, unit: 'releases of a perspective', why: 'each is looked up for each document' },
  pathPatterns: {
    value: 1_000,
    unit: 'cached patterns of path()',
    why: 'a filter uses the same pattern for every document',
  },
} satisfies Record<string, Limit>;
