import { DateTime } from '../parse/groq.ts';

/**
 * `array::intersects(one, other)`: whether a value of one list equals one of the other, as `==` compares them.
 *
 * groq-js compares every pair, for more than half a second where both lists have five thousand items, and can't be
 * stopped meanwhile. This takes each item once.
 *
 * @returns null unless both are lists
 */
export function intersects(one: unknown, other: unknown): boolean | null {
  if (!Array.isArray(one) || !Array.isArray(other)) return null;
  const known = new Set(one.map(comparable));
  known.delete(undefined);
  return other.some((item) => known.has(comparable(item)));
}

/** The same for all that `==` holds for; undefined for what is equal to nothing, such as lists and objects. */
function comparable(item: unknown): string | number | boolean | null | undefined {
  if (item === null || item === undefined) return null;
  if (item instanceof DateTime) return `time ${item.date.getTime()}`;
  if (typeof item === 'string') return `text ${item}`;
  return typeof item === 'number' || typeof item === 'boolean' ? item : undefined;
}
