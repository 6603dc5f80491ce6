import { queryLimits } from '../limits.ts';
import { QueryError } from '../query-error.ts';

const longestQuery = queryLimits.text.value;
const deepestNesting = queryLimits.nesting.value;
const mostOperators = queryLimits.operators.value;
const mostParts = queryLimits.parts.value;
const mostPartsOnEventLoop = queryLimits.partsOnEventLoop.value;
/** A query of this many parts is parsed within a millisecond. */
export const fewParts = 100;

/**
 * Strings and comments, which hold no operators. A string without a closing quotation mark matches to the end of the
 * query: otherwise the pattern would search again from each escaped quotation mark, in quadratic time.
 */
export const textsAndComments = /"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|'(?:[^'\\]|\\[\s\S])*(?:'|\\?$)|\/\/[^\n]*/g;

/**
 * Refuses queries that would block the parser or overflow its stack. Only counts characters, before any parsing.
 */
export function checkQueryText(query: string): void {
  if (query.length > longestQuery) {
    throw new QueryError(`The query has ${query.length} characters; at most ${longestQuery} are allowed.`);
  }
  if (partsOf(query) > mostParts) throw new QueryError(`The query has more than ${mostParts} parts.`);
  let depth = 0;
  let operators = 0;
  for (const character of query.replaceAll(textsAndComments, '')) {
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if ('|&+-*/%<>=!^'.includes(character)) operators++;
    if (depth > deepestNesting) throw new QueryError(`The query is nested more than ${deepestNesting} deep.`);
    if (operators > mostOperators) throw new QueryError(`The query has more than ${mostOperators} operators.`);
  }
}

/** Whether parsing alone may block the event loop for too long, so that a worker thread must do it. */
export function isSlowToParse(query: string, mostParts = mostPartsOnEventLoop): boolean {
  return query.length > mostParts && partsOf(query) > mostParts;
}

/** Refuses such a query where it can only be parsed on the main thread. */
export function refuseSlowToParse(query: string): void {
  if (isSlowToParse(query))
    throw new QueryError(`Here, a query may have at most ${mostPartsOnEventLoop} parts; give lists as parameters.`);
}

/** Counts the characters that may cost the parser work. */
function partsOf(query: string): number {
  return query.match(/[\\.,:;([{|&+\-*/%<>=!^@$]/g)?.length ?? 0;
}
