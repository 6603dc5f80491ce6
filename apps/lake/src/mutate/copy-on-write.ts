import type { LakeDocument } from '@bodytext/groq/document';
import { reservedNames } from './content-check.ts';
import { type Budget, isObject, type Place, spend } from './find-places.ts';
import { PathError } from './json-match.ts';

/** Objects and lists that were copied for this document alone, and may be changed in place. */
export type OwnedCopies = WeakSet<object>;

/**
 * A copy-on-write document: only the objects and lists on the path to a change are copied, since the rest is shared
 * with the cache. Copies are added to `owned`, and are not copied again.
 */
export type CopyOnWrite = ReturnType<typeof createCopyOnWrite>;

export function createCopyOnWrite(document: LakeDocument, budget: Budget, owned: OwnedCopies = new WeakSet()) {
  spend(budget, Object.keys(document).length);
  const root: LakeDocument = { ...document };

  /** The object or list that contains a place, created where it is missing. */
  function containerOf(place: Place): object {
    let container: object = root;
    for (const key of place.slice(0, -1)) {
      const inner = ownCopy(Reflect.get(container, key));
      Reflect.set(container, key, inner);
      container = inner;
    }
    return container;
  }

  function ownCopy(value: unknown): object {
    if (typeof value === 'object' && value !== null && owned.has(value)) return value;
    const copy = copyOf(value);
    owned.add(copy);
    return copy;
  }

  /** Copies count as work: a thousand patches may each copy a long list. */
  function copyOf(value: unknown): object {
    if (Array.isArray(value)) {
      spend(budget, value.length / 50);
      return [...value];
    }
    if (!isObject(value)) return {};
    spend(budget, Object.keys(value).length);
    return { ...value };
  }

  return {
    root,

    valueAt(place: Place): unknown {
      return place.reduce<unknown>((value, key) => {
        const exists = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
        return exists ? Reflect.get(value, key) : undefined;
      }, root);
    },

    set(place: Place, value: unknown): void {
      // Prototype pollution: such a name is no own field of an object.
      const reserved = place.find((key) => reservedNames.has(String(key)));
      if (reserved !== undefined) throw new PathError(`a field can’t be named “${reserved}”`);
      const last = place.at(-1);
      if (last !== undefined) Reflect.set(containerOf(place), last, value);
    },

    /** Removes items and fields: all of one list in a single pass, since each removal moves every item behind it. */
    remove(places: Place[]): void {
      for (const [place, keys] of byContainer(places)) {
        const container = containerOf([...place, '']);
        if (Array.isArray(container)) removeItems(container, keys);
        else for (const key of keys) Reflect.deleteProperty(container, key);
      }
    },
  };
}

/** The keys to remove by object or list, deepest first, so that no removal changes the path of a later one. */
function byContainer(places: Place[]): [Place, Set<string | number>][] {
  const found = new Map<string, [Place, Set<string | number>]>();
  for (const place of places) {
    const last = place.at(-1);
    if (last === undefined) continue;
    const container = place.slice(0, -1);
    const text = JSON.stringify(container);
    const known = found.get(text);
    if (known) known[1].add(last);
    else found.set(text, [container, new Set([last])]);
  }
  return [...found.values()].sort(([left], [right]) => deeperFirst(left, right));
}

function removeItems(list: unknown[], keys: ReadonlySet<string | number>): void {
  let length = 0;
  for (const [index, item] of list.entries()) {
    if (keys.has(index)) continue;
    list[length] = item;
    length += 1;
  }
  list.length = length;
}

/** Sorts a list's items from its end, so that removing one moves none of those still to be removed. */
export function laterFirst(left: Place, right: Place): number {
  const at = left.findIndex((key, depth) => key !== right[depth]);
  const [a, b] = [left[at], right[at]];
  if (at === -1 || a === undefined || b === undefined) return right.length - left.length;
  if (typeof a === 'number' && typeof b === 'number') return b - a;
  return String(a) < String(b) ? 1 : -1;
}

/** Sorts nested places first: changing the outer one replaces what is within it. */
export function deeperFirst(left: Place, right: Place): number {
  return right.length - left.length;
}
