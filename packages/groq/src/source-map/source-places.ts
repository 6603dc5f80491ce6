import { queryLimits } from '../limits.ts';
import type { SeenDocument } from '../plan/thin-documents.ts';
import type { Locator } from './source-locator.ts';
import type { SourceMapWish } from './source-map.ts';
import type { Origins } from './source-tracking.ts';

/** A place in a document, as the JSON path that the client of source maps reads. */
export type Place = { document: SeenDocument; path: string };

const mostLookedAt = queryLimits.sourcePlaces.value;

/** Where the objects and lists are that the documents of a query hold. */
export type Places = ReturnType<typeof createPlaces>;

export function createPlaces(wish: SourceMapWish) {
  const documents = new Set<SeenDocument>();
  const known = new WeakMap<object, Place>();
  let unread: Iterator<SeenDocument> | undefined;
  let lookedAt = 0;

  /** Walks one document, so that all that is in it is known. */
  function read(document: SeenDocument): void {
    const pending: [object, string][] = [[document, '$']];
    for (let next = pending.pop(); next && lookedAt < mostLookedAt; next = pending.pop()) {
      const [container, path] = next;
      lookedAt += 1;
      known.set(container, { document, path });
      for (const [key, value] of entriesOf(container)) {
        if (typeof value === 'object' && value !== null)
          pending.push([value, `${path}${sourceSegment(container, key)}`]);
      }
    }
  }

  function findObject(value: object): Place | undefined {
    let place = known.get(value);
    unread ??= documents.values();
    while (!place && lookedAt < mostLookedAt) {
      const { done, value: document } = unread.next();
      if (done) return undefined;
      read(document);
      place = known.get(value);
    }
    return place;
  }

  function find({ container, key, parent }: Locator, origins: Origins): Place | undefined {
    const made = origins.of(container);
    if (made) {
      const origin = made.get(key);
      return origin && find(origin, origins);
    }
    const base = known.get(container) ?? (parent && find(parent, origins)) ?? findObject(container);
    return base && { document: base.document, path: `${base.path}${sourceSegment(container, key)}` };
  }

  function sourceSegment(container: object, key: string | number): string {
    if (wish === 'positions' || typeof key === 'string' || !Array.isArray(container)) return segment(key);
    const item: unknown = container[key];
    const itemKey = typeof item === 'object' && item !== null && '_key' in item ? item._key : undefined;
    return typeof itemKey === 'string' && itemKey !== '' ? `[?(@._key=='${escaped(itemKey)}')]` : segment(key);
  }

  return {
    /** What the query got to see. */
    add(document: SeenDocument): void {
      documents.add(document);
      if (!known.has(document)) known.set(document, { document, path: '$' });
    },
    find,
    findObject,
  };
}

function entriesOf(container: object): [string | number, unknown][] {
  return Array.isArray(container) ? [...container.entries()] : Object.entries(container);
}

/** A step of a JSON path. */
export function segment(key: string | number): string {
  return typeof key === 'number' ? `[${key}]` : `['${escaped(key)}']`;
}

const escapes: Record<string, string> = {
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  "'": "\\'",
  '\\': '\\\\',
};

function escaped(key: string): string {
  return key.replaceAll(/[\f\n\r\t'\\]/g, (character) => escapes[character] ?? character);
}
