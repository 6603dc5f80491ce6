import type { Deadline } from './deadline.ts';
import { queryLimits } from './limits.ts';
import { QueryError } from './query-error.ts';
import { jsonLength } from './store/json-length.ts';

const longestResult = queryLimits.result.value;
/** So many characters are written in about a microsecond. */
const charactersAUnit = 500;

/**
 * A result as JSON. A projection of projections can name one document a million times without taking any memory,
 * until it is written out; so its length is counted first, and charged for.
 */
export function resultJson(result: unknown, deadline?: Deadline): string {
  const length = jsonLength(result, longestResult);
  checkLength(length);
  deadline?.charge?.(length / charactersAUnit);
  return JSON.stringify(result) ?? 'null';
}

/** Refuses a result that would have more characters than any may have. */
export function checkLength(characters: number): void {
  if (characters <= longestResult) return;
  throw new QueryError(`The result is longer than ${longestResult / 1024 / 1024} MB; ask for less of it at a time.`);
}
