import type { Path, PathSegment } from '@sanity/types';
import { dequal } from 'dequal/lite';
import { areWordCountsBetween, containsAddedWords } from './text-content.ts';

/** A change at one path of a document. `undefined` stands for an absent value. */
export type Change = { path: Path; stored: unknown; typed: unknown };

type Fields = Record<string, unknown>;
type Items = (Fields & { _key: string })[];

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isItems = (value: unknown): value is Items =>
  Array.isArray(value) && value.every((item) => isFields(item) && typeof item._key === 'string');

/** The changes between two states of a document, each at the deepest path that both states have. */
export function diff(stored: unknown, typed: unknown, path: Path = []): Change[] {
  if (dequal(stored, typed)) return [];
  if (isFields(stored) && isFields(typed) && (path.length === 0 || stored._type === typed._type)) {
    const names = new Set([...Object.keys(stored), ...Object.keys(typed)]);
    return [...names]
      .filter((name) => path.length > 0 || !name.startsWith('_'))
      .flatMap((name) => diff(stored[name], typed[name], [...path, name]));
  }
  if (isItems(stored) && isItems(typed) && haveSameKeys(stored, typed)) {
    return stored.flatMap((item, index) => diff(item, typed[index], [...path, { _key: item._key }]));
  }
  return [{ path, stored, typed }];
}

function haveSameKeys(one: Items, other: Items): boolean {
  return one.length === other.length && one.every(({ _key }, index) => _key === other[index]?._key);
}

/** The changes of an edit that the document lacks. */
export type LostChanges = {
  /** The current value is the one from before, or one in between: the change can be restored. */
  missing: Change[];
  /** Another edit changed the same value: an editor must resolve the conflict. */
  conflicting: Change[];
};

/**
 * Compares an edit, as a base (`stored`) and a result (`typed`), with the current document: what it lacks of the edit.
 *
 * @param current the document as the lake has it now, or null
 */
export function threeWayDiff(stored: Fields | null, typed: Fields, current: Fields | null): LostChanges {
  const lost = diff(stored ?? {}, typed).filter(({ path, typed: after, stored: before }) => {
    const now = valueAt(current, path);
    return !dequal(now, after) && !containsAddedWords(now, before, after);
  });
  const isMissing = (change: Change): boolean =>
    current === null
      ? stored === null
      : canApply(current, change) && isIntermediate(change, valueAt(current, change.path));
  return { missing: lost.filter(isMissing), conflicting: lost.filter((change) => !isMissing(change)) };
}

/**
 * Whether a value is one from before or during the edit, with no other edit in it: a tab may close after the first
 * mutations of an edit were stored.
 */
function isIntermediate({ stored, typed }: Pick<Change, 'stored' | 'typed'>, now: unknown): boolean {
  if (dequal(now, stored) || dequal(now, typed)) return true;
  if (typeof now === 'string')
    return [stored, typed].every(isStringOrAbsent) && areWordCountsBetween(now, stored, typed);
  if (isItems(now))
    return [stored, typed].every(isItemsOrAbsent) && areIntermediate(byKey(stored), byKey(typed), byKey(now));
  return (
    isFields(now) && [stored, typed].every(isFieldsOrAbsent) && areIntermediate(fieldsOf(stored), fieldsOf(typed), now)
  );
}

/** Whether every field or array item is intermediate. */
function areIntermediate(stored: Fields, typed: Fields, now: Fields): boolean {
  const names = Object.keys({ ...stored, ...typed, ...now });
  return names.every((name) => isIntermediate({ stored: stored[name], typed: typed[name] }, now[name]));
}

const isStringOrAbsent = (value: unknown): boolean => value === undefined || typeof value === 'string';
const isItemsOrAbsent = (value: unknown): boolean => value === undefined || isItems(value);
const isFieldsOrAbsent = (value: unknown): boolean => value === undefined || isFields(value);
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const byKey = (value: unknown): Fields =>
  Object.fromEntries(isItems(value) ? value.map((item) => [item._key, item]) : []);

/** Whether a document has the parent of a change's path, so that a patch can set a value there. */
export function canApply(current: Fields | null, { path }: Change): boolean {
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
