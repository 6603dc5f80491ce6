import { type CopyOnWrite, deeperFirst } from './copy-on-write.ts';
import { type Budget, boundsOf, findPlaces, type Place } from './find-places.ts';
import { type Choice, type Path, parsePath, type Step } from './json-match.ts';
import type { PatchOperations } from './mutation.ts';
import { isPortable, pathText } from './path-text.ts';

type Insert = NonNullable<PatchOperations['insert']>;
type Location = 'before' | 'after' | 'replace';
/** The part of a list that the path selects. It may be empty, and still has a position. */
type Part = { indexes: number[]; from: number; to: number };

/** Inserts items into every list that the path matches. Returns the operations that replay it. */
export function insertInto(insert: Insert, target: CopyOnWrite, budget: Budget): PatchOperations {
  const { location, text } = locationOf(insert);
  const path = parsePath(text);
  const parts = partsOf(path, target, budget).sort(([left], [right]) => deeperFirst(left, right));
  const changed = parts.flatMap(([place, part]): [Place, unknown[]][] => {
    const list = target.valueAt(place);
    if (!Array.isArray(list) || !part) return [];
    const next = spliced(list, location, part, insert.items);
    target.set(place, next);
    return [[place, next]];
  });
  if (isPortable(path)) return changed.length === 0 ? {} : { insert };
  return { set: Object.fromEntries(changed.map(([place, list]) => [pathText(place), list])) };
}

function locationOf(insert: Insert): { location: Location; text: string } {
  if ('before' in insert) return { location: 'before', text: insert.before };
  if ('after' in insert) return { location: 'after', text: insert.after };
  return { location: 'replace', text: insert.replace };
}

function spliced(list: unknown[], location: Location, { indexes, from, to }: Part, items: unknown[]): unknown[] {
  if (location !== 'replace') return insertAt(list, location === 'before' ? from : to, items);
  const replaced = new Set(indexes);
  return insertAt(
    list.filter((_, index) => !replaced.has(index)),
    from,
    items,
  );
}

/** `toSpliced` takes items as arguments, and so overflows the stack. */
function insertAt(list: unknown[], at: number, items: unknown[]): unknown[] {
  const start = Math.max(0, at);
  return [...list.slice(0, start), ...items, ...list.slice(start)];
}

function partsOf(path: Path, target: CopyOnWrite, budget: Budget): [Place, Part?][] {
  const last = path.at(-1);
  const isBracket = last !== undefined && 'anyOf' in last && !last.anyOf.some(Array.isArray);
  return isBracket ? partsAtPositions(path.slice(0, -1), last, target, budget) : partsOfMatches(path, target, budget);
}

/** For a path that ends in positions. They need not exist: `list[-1]` of an empty list is its start. */
function partsAtPositions(
  path: Path,
  last: Step & { anyOf: Choice[] },
  target: CopyOnWrite,
  budget: Budget,
): [Place, Part?][] {
  return findPlaces(path, target.root, { budget }).map((place) => {
    const list = target.valueAt(place);
    if (!Array.isArray(list)) return [place];
    const parts = last.anyOf.flatMap((choice) => partOf(choice, list, budget) ?? []);
    return [place, union(parts)];
  });
}

function partOf(choice: Choice, list: unknown[], budget: Budget): Part | undefined {
  if (choice === 'all') return partOf({ start: 0, end: -1 }, list, budget);
  if (Array.isArray(choice)) return undefined;
  if ('operator' in choice) {
    const places = findPlaces([{ anyOf: [choice] }], list, { budget });
    return union(places.flatMap(([index]) => (typeof index === 'number' ? [partAt(index)] : [])));
  }
  if ('index' in choice) return partAt(choice.index < 0 ? choice.index + list.length : choice.index);
  const { from, to } = boundsOf(choice, list.length);
  return { from, to, indexes: Array.from({ length: to - from }, (_, offset) => from + offset) };
}

function partAt(index: number): Part {
  return { indexes: [index], from: index, to: index + 1 };
}

/** For a path that matches items anywhere: groups them by their list. */
function partsOfMatches(path: Path, target: CopyOnWrite, budget: Budget): [Place, Part?][] {
  const lists = new Map<string, [Place, Part[]]>();
  for (const place of findPlaces(path, target.root, { budget })) {
    const index = place.at(-1);
    if (typeof index !== 'number') continue;
    const list = place.slice(0, -1);
    const known = lists.get(JSON.stringify(list));
    if (known) known[1].push(partAt(index));
    else lists.set(JSON.stringify(list), [list, [partAt(index)]]);
  }
  return [...lists.values()].map(([place, parts]) => [place, union(parts)]);
}

function union(parts: Part[]): Part | undefined {
  if (parts.length === 0) return undefined;
  return {
    indexes: parts.flatMap(({ indexes }) => indexes),
    from: parts.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY),
    to: parts.reduce((most, { to }) => Math.max(most, to), 0),
  };
}
