import { queryLimits } from '../limits.ts';
import type { CandidateDocument } from '../plan/index-only-scan.ts';
import type { Locator } from './source-locator.ts';
import type { Origins } from './source-tracking.ts';

/** How paths name items of lists: by position, or by `_key` where they have one. */
export type SourceMapOption = 'positions' | 'keys';

/** A path in a document, as a JSON path of Content Source Maps. */
export type SourcePath = { document: CandidateDocument; path: string };

const mostVisited = queryLimits.sourceValues.value;

/** Finds the paths of objects and lists in the documents of a query. */
export function createSourcePaths(option: SourceMapOption) {
  const documents = new Set<CandidateDocument>();
  const known = new WeakMap<object, SourcePath>();
  let unindexed: Iterator<CandidateDocument> | undefined;
  let visited = 0;

  /** Records the path of every object and list in a document. */
  function index(document: CandidateDocument): void {
    const pending: [object, string][] = [[document, '$']];
    for (let next = pending.pop(); next && visited < mostVisited; next = pending.pop()) {
      const [container, path] = next;
      visited += 1;
      known.set(container, { document, path });
      for (const [key, value] of entriesOf(container)) {
        if (typeof value === 'object' && value !== null)
          pending.push([value, `${path}${sourceSegment(container, key)}`]);
      }
    }
  }

  function findObject(value: object): SourcePath | undefined {
    let path = known.get(value);
    unindexed ??= documents.values();
    while (!path && visited < mostVisited) {
      const { done, value: document } = unindexed.next();
      if (done) return undefined;
      index(document);
      path = known.get(value);
    }
    return path;
  }

  function find({ container, key, parent }: Locator, origins: Origins): SourcePath | undefined {
    const fields = origins.of(container);
    if (fields) {
      const origin = fields.get(key);
      return origin && find(origin, origins);
    }
    const base = known.get(container) ?? (parent && find(parent, origins)) ?? findObject(container);
    return base && { document: base.document, path: `${base.path}${sourceSegment(container, key)}` };
  }

  function sourceSegment(container: object, key: string | number): string {
    if (option === 'positions' || typeof key === 'string' || !Array.isArray(container)) return segment(key);
    const item: unknown = container[key];
    const itemKey = typeof item === 'object' && item !== null && '_key' in item ? item._key : undefined;
    return typeof itemKey === 'string' && itemKey !== '' ? `[?(@._key=='${escaped(itemKey)}')]` : segment(key);
  }

  return {
    /** A document that the query fetched. */
    add(document: CandidateDocument): void {
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
