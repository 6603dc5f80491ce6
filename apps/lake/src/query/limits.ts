import { LakeError } from '../errors.ts';
import type { Limit } from '../limit.ts';

/** What one request may ask of the documents beside queries. */
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
  referencesShown: { value: 100, unit: 'documents', why: 'as the hosted lake shows of those that refer to one' },
} satisfies Record<string, Limit>;

const longestQuery = 100_000;
const deepestNesting = 150;
/** Parsing time grows with the square of the number of terms: this many take some hundredths of a second. */
const mostOperators = 2_000;
const longestRunMs = 1_500;

/** The same holds for every other part: a comma, a point, a bracket, an escaped character. */
const mostParts = 10_000;
/** So many are parsed in some hundredths of a second. */
const mostPartsAtOnce = 1_000;
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

/** About what can be done in a fiftieth of a second. */
export const usualBudget: InlineBudget = { units: 2_500, ms: 50 };
/** Of somebody who has had enough of those lately: a document and what it refers to. */
export const smallBudget: InlineBudget = { units: 100, ms: 2, listed: 500, parts: fewParts };

/** For a query that is tried at once; if it asks for more than that, `OverBudget` is thrown. */
export function startInlineDeadline({ units, ms, listed }: InlineBudget = usualBudget): Deadline {
  const started = performance.now();
  const end = started + ms;
  const spentBefore = spentLately(started);
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

/** To ask the system for it takes as long as to send an answer: a fifth of a small query's time. */
const freshForMs = 5;
let lately = { at: Number.NEGATIVE_INFINITY, spent: 0 };

/** What this thread had spent at most so long ago, which allows a query that much less. */
export function spentLately(now: number): number {
  if (now - lately.at > freshForMs) lately = { at: now, spent: spentMs() };
  return lately.spent;
}

/** What this thread has spent of the processor's time. */
export function spentMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
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
