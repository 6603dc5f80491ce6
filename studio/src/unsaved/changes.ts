import type { Path, PathSegment } from '@sanity/types';
import { dequal } from 'dequal/lite';
import { hasWordsOf, haveWordsBetween } from './words-of.ts';

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
  /** The place is as it was before, or as it was while they were typed: they can be put back. */
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
  const isMissing = (change: Change): boolean =>
    current === null ? stored === null : hasPlace(current, change) && isOnTheWay(change, valueAt(current, change.path));
  return { missing: lost.filter(isMissing), overtaken: lost.filter((change) => !isMissing(change)) };
}

/**
 * Whether a value is the one before some words were typed, or one while they were: a window may be closed after the
 * first of them were stored. Then nothing of anybody else's is in it.
 */
function isOnTheWay({ stored, typed }: Pick<Change, 'stored' | 'typed'>, now: unknown): boolean {
  if (dequal(now, stored) || dequal(now, typed)) return true;
  if (typeof now === 'string') return [stored, typed].every(isStringOrNothing) && haveWordsBetween(now, stored, typed);
  if (isItems(now))
    return [stored, typed].every(isItemsOrNothing) && areOnTheWay(byKey(stored), byKey(typed), byKey(now));
  return (
    isFields(now) && [stored, typed].every(isFieldsOrNothing) && areOnTheWay(fieldsOf(stored), fieldsOf(typed), now)
  );
}

/** Every part is on its way, and whatever was neither put in nor taken away is there. */
function areOnTheWay(stored: Fields, typed: Fields, now: Fields): boolean {
  const names = Object.keys({ ...stored, ...typed, ...now });
  return names.every((name) => isOnTheWay({ stored: stored[name], typed: typed[name] }, now[name]));
}

const isStringOrNothing = (value: unknown): boolean => value === undefined || typeof value === 'string';
const isItemsOrNothing = (value: unknown): boolean => value === undefined || isItems(value);
const isFieldsOrNothing = (value: unknown): boolean => value === undefined || isFields(value);
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const byKey = (value: unknown): Fields =>
  Object.fromEntries(isItems(value) ? value.map((item) => [item._key, item]) : []);

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
