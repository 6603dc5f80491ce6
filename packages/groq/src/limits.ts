import type { Limit } from './limit.ts';

/** What a query may be and take, and what is cached of queries. */
export const queryLimits = {
  text: { value: 100_000, unit: 'characters of a query', why: 'the Studio’s longest have some thousands' },
  nesting: {
    value: 150,
    unit: 'brackets within each other',
    why: 'the parser calls itself at each, and its stack must not overflow',
  },
  operators: {
    value: 2_000,
    unit: 'operators of a query',
    why: 'parsing time grows with the square of the number of terms: this many take some hundredths of a second',
  },
  runAlone: {
    value: 1_500,
    unit: 'milliseconds that a query runs where nobody waits for it',
    why: 'a query that takes longer is to be asked in another way',
  },
  parts: {
    value: 10_000,
    unit: 'commas, points, brackets and escaped characters of a query',
    why: 'parsing time grows with their square too',
  },
  partsAtOnce: {
    value: 1_000,
    unit: 'parts of a query that is parsed while others wait',
    why: 'so many are parsed in some hundredths of a second',
  },
  keptNames: { value: 500, unit: 'queries whose parameters’ names are kept', why: 'programs ask the same few hundred' },
  keptNamesOf: {
    value: 4_000,
    unit: 'characters of a query whose names are kept',
    why: 'longer ones are hardly asked twice',
  },
  boundedNodes: {
    value: 400,
    unit: 'nodes of a query that may run at once',
    why: 'each may be evaluated for each document',
  },
  boundedList: {
    value: 200,
    unit: 'items of a list in a query that may run at once',
    why: 'each document may be compared with all of them',
  },
  boundedLoops: {
    value: 4,
    unit: 'loops within each other of a query that may run at once',
    why: 'each multiplies the work',
  },
  result: { value: 64 * 1024 * 1024, unit: 'characters of a result', why: 'it is made as one text' },
  mappings: { value: 50_000, unit: 'values of a source map', why: 'the answer must not be late for them' },
  tags: {
    value: 200,
    unit: 'tags of an answer',
    why: 'more is too much to send along with every answer; then it depends on everything',
  },
  keptQueries: {
    value: 1_000_000,
    unit: 'characters of queries kept compiled',
    why: 'programs ask the same few hundred',
  },
  keptQuery: { value: 20_000, unit: 'characters of a query kept compiled', why: 'longer ones are hardly asked twice' },
  term: {
    value: 1024,
    unit: 'characters of a word to match',
    why: 'no word is that long, and its wildcards would be tried at each letter',
  },
  patterns: { value: 1_000, unit: 'patterns kept ready', why: 'a filter asks for the same one for every document' },
  geometry: {
    value: 100_000,
    unit: 'characters of a shape',
    why: 'comparing shapes takes time by the product of their corners',
  },
  sourcePlaces: {
    value: 500_000,
    unit: 'values looked at for their source',
    why: 'of a query over very many documents, some values stay without a source rather than the answer being late',
  },
  terms: { value: 20, unit: 'words that the index is asked for', why: 'more narrow hardly anything down' },
  layers: { value: 50, unit: 'releases of a perspective', why: 'each is looked through for each document' },
  pathPatterns: {
    value: 1_000,
    unit: 'patterns of path() kept ready',
    why: 'a filter asks for the same one for every document',
  },
} satisfies Record<string, Limit>;
