import type { Path, PathSegment } from '@sanity/types';
import { dequal } from 'dequal/lite';
import { hasWordsOf } from './words-of.ts';

/** One place of a document that was changed: what stood there and what was typed. `undefined` is nothing. */
export type Change = { path: Path; stored: unknown; typed: unknown };

type Fields = Record<string, unknown>;
type Items = (Fields & { _key: string })[];

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isItems = (value: unknown): value is Items =>
  Array.isArray(value) && value.every((item) => isFields(item) && typeof item._key === 'string');

/** The places, as deep as they can be named, at which two states of a document differ. */
export function changesBetween(stored: unknown, typed: unknown, path: Path = []): Change[] {
  if (dequal(stored, typed)) return [];
  if (isFields(stored) && isFields(typed) && (path.length === 0 || stored._type === typed._type)) {
    const names = new Set([...Object.keys(stored), ...Object.keys(typed)]);
    return [...names]
      .filter((name) => path.length > 0 || !name.startsWith('_'))
      .flatMap((name) => changesBetween(stored[name], typed[name], [...path, name]));
  }
  if (isItems(stored) && isItems(typed) && haveSameKeys(stored, typed)) {
    return stored.flatMap((item, index) => changesBetween(item, typed[index], [...path, { _key: item._key }]));
  }
  return [{ path, stored, typed }];
}

function haveSameKeys(one: Items, other: Items): boolean {
  return one.length === other.length && one.every(({ _key }, index) => _key === other[index]?._key);
}

/** What has become of words that were typed. */
export type Fate = {
  /** The document is there as it was before: they can be put back. */
  missing: Change[];
  /** Others have changed the same place since: only a person can tell what should stand there. */
  overtaken: Change[];
};

/**
 * Compares a document with what was typed in it.
 *
 * @param current the document as the lake has it now, if it does
 */
export function fateOf(stored: Fields | null, typed: Fields, current: Fields | null): Fate {
  const lost = changesBetween(stored ?? {}, typed).filter(({ path, typed: words, stored: before }) => {
    const now = valueAt(current, path);
    return !dequal(now, words) && !hasWordsOf(now, before, words);
  });
  const isMissing = ({ path, stored: before }: Change): boolean =>
    (current !== null || stored === null) && dequal(valueAt(current, path), before);
  return { missing: lost.filter(isMissing), overtaken: lost.filter((change) => !isMissing(change)) };
}

/** Whether a document has the place of a change, so that something can be put there. */
export function hasPlace(current: Fields | null, { path }: Change): boolean {
  const last = path.at(-1);
  return valueAt(current, typeof last === 'string' ? path.slice(0, -1) : path) !== undefined;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(valueIn, value);
}

function valueIn(value: unknown, segment: PathSegment): unknown {
  if (isFields(value) && typeof segment === 'string') return value[segment];
  if (isItems(value) && typeof segment === 'object' && '_key' in segment) {
    return value.find(({ _key }) => _key === segment._key);
  }
  return undefined;
}
