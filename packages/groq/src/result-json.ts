import type { Deadline } from './deadline.ts';
import { queryLimits } from './limits.ts';
import { QueryError } from './query-error.ts';
import { jsonLength } from './store/json-length.ts';

const longestResult = queryLimits.result.value;
/** `JSON.stringify` writes this many characters in about a microsecond. */
const charactersPerUnit = 500;

/**
 * A result as JSON. A nested projection can hold one document a million times, which takes memory only when it is
 * serialized; so the length is counted and charged for first.
 */
export function resultJson(result: unknown, deadline?: Deadline): string {
  const length = jsonLength(result, longestResult);
  checkLength(length);
  deadline?.charge?.(length / charactersPerUnit);
  return JSON.stringify(result) ?? 'null';
}

/** Refuses a result over the limit. */
export function checkLength(characters: number): void {
  if (characters <= longestResult) return;
  throw new QueryError(`The result is longer than ${longestResult / 1024 / 1024} MB; ask for less of it at a time.`);
}
