import { LakeError } from '../errors.ts';
import { freshForMs, spentLately, spentMs } from '../fairness/cpu-time.ts';
import type { Limit } from '../limit.ts';

/** What a query may be and take, and what one request may ask of the documents beside queries. */
export const queryLimits = {
  documentsAsked: { value: 1_000, unit: 'documents', why: 'the Studio asks for some hundreds at once' },
  documentsAnswer: {
    value: 16_000_000,
    unit: 'characters',
    why: 'more takes longer to be sent than others should wait; four of the largest documents fit',
  },
  run: {
    value: 1_000,
    unit: 'milliseconds of a query in the other thread',
    why: 'whoever has a turn after it waits no longer; a query of the Studio takes a tenth of it',
  },
  grace: {
    value: 150,
    unit: 'milliseconds after that',
    why: 'a query that does not stop itself is stopped with its thread',
  },
  waitingOfOne: {
    value: 50,
    unit: 'queries of one caller that wait for the other thread',
    why: 'a site asks for many pages at once, and each waits for those before it only',
  },
  secondThreadAfter: {
    value: 100,
    unit: 'milliseconds of somebody else’s query, until the second thread is started for those who wait',
    why: 'a thread takes some tens of megabytes and longer than that to start: most queries are over by then',
  },
  secondThreadIdle: { value: 30_000, unit: 'milliseconds without a query', why: 'then its memory is given back' },
  littleTaken: {
    value: 300,
    unit: 'milliseconds of the threads that a caller has taken lately',
    why: 'a page’s lists together; whoever takes more has the other thread, and leaves this one to those who do not',
  },
  referencesShown: { value: 100, unit: 'documents', why: 'as the hosted lake shows of those that refer to one' },
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
  inlineUnits: {
    value: 2_500,
    unit: 'units, each about a microsecond, of a query that runs while others wait',
    why: 'about what can be done in a fiftieth of a second',
  },
  inlineRun: {
    value: 50,
    unit: 'milliseconds of a query that runs while others wait',
    why: 'whoever waits behind it must not notice',
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
  paramsAtOnce: {
    value: 4_000,
    unit: 'characters of parameters of a query that runs while others wait',
    why: 'each document may be compared with all of them',
  },
  layers: { value: 50, unit: 'releases of a perspective', why: 'each is looked through for each document' },
  pathPatterns: {
    value: 1_000,
    unit: 'patterns of path() kept ready',
    why: 'a filter asks for the same one for every document',
  },
} satisfies Record<string, Limit>;

const longestQuery = queryLimits.text.value;
const deepestNesting = queryLimits.nesting.value;
const mostOperators = queryLimits.operators.value;
const longestRunMs = queryLimits.runAlone.value;

const mostParts = queryLimits.parts.value;
const mostPartsAtOnce = queryLimits.partsAtOnce.value;
/** And so many in a thousandth. */
export const fewParts = 100;

/**
 * What no condition is in. A text that nothing ends goes on to the end: from each escaped quotation mark in it, the end
 * would otherwise be looked for again.
 */
export const textsAndComments = /"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|'(?:[^'\\]|\\[\s\S])*(?:'|\\?$)|\/\/[^\n]*/g;

/** The answer to a query that is wrong or asks too much. */
export function queryError(description: string, details: Record<string, unknown> = {}): LakeError {
  return new LakeError(400, description, { error: { description, type: 'queryError', ...details } });
}

/**
 * Refuses texts that would keep the parser busy or overflow its stack.
 * Works on characters, so it is done before anything looks at what the text means.
 */
export function checkQueryText(query: string): void {
  if (query.length > longestQuery) {
    throw queryError(`The query has ${query.length} characters; at most ${longestQuery} are allowed.`);
  }
  if (partsOf(query) > mostParts) throw queryError(`The query has more than ${mostParts} parts.`);
  let depth = 0;
  let operators = 0;
  for (const character of withoutStrings(query)) {
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if ('|&+-*/%<>=!^'.includes(character)) operators++;
    if (depth > deepestNesting) throw queryError(`The query is nested more than ${deepestNesting} deep.`);
    if (operators > mostOperators) throw queryError(`The query has more than ${mostOperators} operators.`);
  }
}

/** Whether only parsing it may take longer than others should wait: not for the thread that answers requests. */
export function isLong(query: string, mostParts = mostPartsAtOnce): boolean {
  return query.length > mostParts && partsOf(query) > mostParts;
}

/** For a query that can only run where others wait for it. */
export function refuseLong(query: string): void {
  if (isLong(query))
    throw queryError(`Here, a query may have at most ${mostPartsAtOnce} parts; give lists as parameters.`);
}

/** What a parser may have to look at one by one. */
function partsOf(query: string): number {
  return query.match(/[\\.,:;([{|&+\-*/%<>=!^@$]/g)?.length ?? 0;
}

function withoutStrings(query: string): string {
  return query.replaceAll(textsAndComments, '');
}

/** A clock that a running query looks at, so that one query can't occupy the lake for long. */
export type Deadline = {
  check(): void;
  /** Says that something is about to be done that costs so many units, each about a microsecond. */
  charge?(units: number): void;
  /** More documents than this are not even listed. */
  mostListed?: number;
};

/** A query asks for more than may be done where it runs. */
export class OverBudget extends LakeError {
  constructor() {
    super(400, 'The query asks for too much.', {
      error: { description: 'The query asks for too much.', type: 'queryError' },
    });
  }
}

/** What a query may do where others wait for it; a unit is about what it takes to look at a document. */
export type InlineBudget = { units: number; ms: number; listed?: number; parts?: number };

export const usualBudget: InlineBudget = { units: queryLimits.inlineUnits.value, ms: queryLimits.inlineRun.value };
/** Of somebody who has had enough of those lately: a document and what it refers to. */
export const smallBudget: InlineBudget = { units: 100, ms: 2, listed: 500, parts: fewParts };

/** For a query that is tried at once; if it asks for more than that, `OverBudget` is thrown. */
export function startInlineDeadline({ units, ms, listed }: InlineBudget = usualBudget): Deadline {
  const started = performance.now();
  const end = started + ms;
  // For so short a time, what was spent some milliseconds ago tells too little.
  const spentBefore = ms < freshForMs ? spentMs() : spentLately(started);
  let left = units;
  // On a busy machine the process may have waited for its turn: that makes no small query a large one.
  const isOver = (): boolean => performance.now() > end && spentMs() - spentBefore > ms;
  return {
    check() {
      if (isOver()) throw new OverBudget();
    },
    charge(cost) {
      left -= cost;
      if (left < 0 || isOver()) throw new OverBudget();
    },
    ...(listed !== undefined && { mostListed: listed }),
  };
}

export function startDeadline(limitMs = longestRunMs): Deadline {
  const end = performance.now() + limitMs;
  return {
    check() {
      if (performance.now() > end)
        throw queryError(`The query took longer than ${limitMs / 1000} seconds and was stopped.`);
    },
  };
}
