import type { LakeDocument } from '@bodytext/groq/document';
import { impossibleNames } from './content-check.ts';
import { type Budget, isObject, type Place, spend } from './find-places.ts';
import { PathError } from './json-match.ts';

/** Objects and lists that nobody but an editor has seen: it may change them as they are. */
export type Copies = WeakSet<object>;

/**
 * Changes a document's copy. Only what lies on the way to a change is copied: documents in memory are shared. What is
 * in `own`, and whatever is copied is put there, is not copied once more.
 */
export type Editor = ReturnType<typeof createEditor>;

export function createEditor(document: LakeDocument, budget: Budget, own: Copies = new WeakSet()) {
  // Copied here, and twice more until it is stored.
  spend(budget, Object.keys(document).length);
  const root: LakeDocument = { ...document };

  /** The object or list that a place lies in, made where it is missing. */
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
    if (typeof value === 'object' && value !== null && own.has(value)) return value;
    const copy = copyOf(value);
    own.add(copy);
    return copy;
  }

  /** A thousand patches that each copy a long list take longer than others should wait. */
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

    at(place: Place): unknown {
      return place.reduce<unknown>((value, key) => {
        const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
        return isThere ? Reflect.get(value, key) : undefined;
      }, root);
    },

    set(place: Place, value: unknown): void {
      // Such a name would reach for an object’s prototype, not for one of its fields.
      const impossible = place.find((key) => impossibleNames.has(String(key)));
      if (impossible !== undefined) throw new PathError(`a field can’t be named “${impossible}”`);
      const last = place.at(-1);
      if (last !== undefined) Reflect.set(containerOf(place), last, value);
    },

    /** Removes items and fields. What lies in the same list goes at once: each by itself would move all behind it. */
    remove(places: Place[]): void {
      for (const [place, keys] of byContainer(places)) {
        const container = containerOf([...place, '']);
        if (Array.isArray(container)) removeItems(container, keys);
        else for (const key of keys) Reflect.deleteProperty(container, key);
      }
    },
  };
}

/** What is to be removed from each object or list; the deepest come first, since what is removed moves what is behind it. */
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
  let kept = 0;
  for (const [index, item] of list.entries()) {
    if (keys.has(index)) continue;
    list[kept] = item;
    kept += 1;
  }
  list.length = kept;
}

/** A list's items from its end, so that what is removed moves nothing that is still to be removed. */
export function laterFirst(left: Place, right: Place): number {
  const at = left.findIndex((key, depth) => key !== right[depth]);
  const [a, b] = [left[at], right[at]];
  if (at === -1 || a === undefined || b === undefined) return right.length - left.length;
  if (typeof a === 'number' && typeof b === 'number') return b - a;
  return String(a) < String(b) ? 1 : -1;
}

/** A place within another that changes as well: what is done to it must not come after the other is something else. */
export function deeperFirst(left: Place, right: Place): number {
  return right.length - left.length;
}
