import { DateTime } from '../parse/groq.ts';

/**
 * `array::intersects(one, other)`: whether the lists share a value, as `==` compares them.
 *
 * groq-js compares every pair: half a second for two lists of five thousand items, without a deadline check. This uses
 * a hash set, in linear time.
 *
 * @returns null unless both are lists
 */
export function intersects(one: unknown, other: unknown): boolean | null {
  if (!Array.isArray(one) || !Array.isArray(other)) return null;
  const known = new Set(one.map(equalityKey));
  known.delete(undefined);
  return other.some((item) => known.has(equalityKey(item)));
}

/** A key that is equal where `==` holds; undefined for lists and objects, which equal nothing. */
function equalityKey(item: unknown): string | number | boolean | null | undefined {
  if (item === null || item === undefined) return null;
  if (item instanceof DateTime) return `time ${item.date.getTime()}`;
  if (typeof item === 'string') return `text ${item}`;
  return typeof item === 'number' || typeof item === 'boolean' ? item : undefined;
}
