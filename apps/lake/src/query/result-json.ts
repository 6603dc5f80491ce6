import { jsonLength } from '../store/json-length.ts';
import { queryError } from './limits.ts';

const longestResult = 64 * 1024 * 1024;

/**
 * A result as JSON. A projection of projections can name one document a million times without taking any memory,
 * until it is written out; so its length is counted first.
 */
export function resultJson(result: unknown): string {
  checkLength(jsonLength(result, longestResult));
  return JSON.stringify(result) ?? 'null';
}

/** Refuses a result that would have more characters than any may have. */
export function checkLength(characters: number): void {
  if (characters <= longestResult) return;
  throw queryError(`The result is longer than ${longestResult / 1024 / 1024} MB; ask for less of it at a time.`);
}
