import { queryLimits } from '../limits.ts';
import { QueryError } from '../query-error.ts';

const longestQuery = queryLimits.text.value;
const deepestNesting = queryLimits.nesting.value;
const mostOperators = queryLimits.operators.value;
const mostParts = queryLimits.parts.value;
const mostPartsAtOnce = queryLimits.partsAtOnce.value;
/** A query of so many parts is parsed within a thousandth of a second. */
export const fewParts = 100;

/**
 * Strings and comments, which can't hold operators. A string without a closing quotation mark is matched to the end of
 * the query: else the pattern would look for the end again from each escaped quotation mark, in quadratic time.
 */
export const textsAndComments = /"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|'(?:[^'\\]|\\[\s\S])*(?:'|\\?$)|\/\/[^\n]*/g;

/**
 * Refuses texts that would keep the parser busy or overflow its stack. It only counts characters, since the parser is
 * what must be protected.
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

/** Whether parsing alone may block the event loop for too long, so that it belongs into a worker thread. */
export function isLong(query: string, mostParts = mostPartsAtOnce): boolean {
  return query.length > mostParts && partsOf(query) > mostParts;
}

/** For a query that can only be parsed on the main thread. */
export function refuseLong(query: string): void {
  if (isLong(query))
    throw new QueryError(`Here, a query may have at most ${mostPartsAtOnce} parts; give lists as parameters.`);
}

/** The characters at which a parser may do some work. */
function partsOf(query: string): number {
  return query.match(/[\\.,:;([{|&+\-*/%<>=!^@$]/g)?.length ?? 0;
}
