import { deeperFirst, type Editor } from './copy-on-write.ts';
import { type Budget, boundsOf, findPlaces, type Place } from './find-places.ts';
import { type Choice, type Path, parsePath, type Step } from './json-match.ts';
import type { PatchOperations } from './mutation.ts';
import { isPlain, pathText } from './path-text.ts';

type Insert = NonNullable<PatchOperations['insert']>;
type Location = 'before' | 'after' | 'replace';
/** Which part of a list the path means; an empty one still is somewhere. */
type Part = { indexes: number[]; from: number; to: number };

/** Puts items into every list that the path reaches. Gives what somebody who replays it has to do. */
export function insertInto(insert: Insert, editor: Editor, budget: Budget): PatchOperations {
  const { location, text } = locationOf(insert);
  const path = parsePath(text);
  const parts = partsOf(path, editor, budget).sort(([left], [right]) => deeperFirst(left, right));
  const changed = parts.flatMap(([place, part]): [Place, unknown[]][] => {
    const list = editor.at(place);
    if (!Array.isArray(list) || !part) return [];
    const next = spliced(list, location, part, insert.items);
    editor.set(place, next);
    return [[place, next]];
  });
  if (isPlain(path)) return changed.length === 0 ? {} : { insert };
  return { set: Object.fromEntries(changed.map(([place, list]) => [pathText(place), list])) };
}

function locationOf(insert: Insert): { location: Location; text: string } {
  if ('before' in insert) return { location: 'before', text: insert.before };
  if ('after' in insert) return { location: 'after', text: insert.after };
  return { location: 'replace', text: insert.replace };
}

function spliced(list: unknown[], location: Location, { indexes, from, to }: Part, items: unknown[]): unknown[] {
  if (location !== 'replace') return withItemsAt(list, location === 'before' ? from : to, items);
  const gone = new Set(indexes);
  return withItemsAt(
    list.filter((_, index) => !gone.has(index)),
    from,
    items,
  );
}

/** Not by `toSpliced`, which takes no more items than the stack holds. */
function withItemsAt(list: unknown[], at: number, items: unknown[]): unknown[] {
  const start = Math.max(0, at);
  return [...list.slice(0, start), ...items, ...list.slice(start)];
}

function partsOf(path: Path, editor: Editor, budget: Budget): [Place, Part?][] {
  const last = path.at(-1);
  const isBracket = last !== undefined && 'anyOf' in last && !last.anyOf.some(Array.isArray);
  return isBracket ? partsIn(path.slice(0, -1), last, editor, budget) : partsAround(path, editor, budget);
}

/** Lists with a position in them, which need not be there: `list[-1]` of an empty one is its beginning. */
function partsIn(path: Path, last: Step & { anyOf: Choice[] }, editor: Editor, budget: Budget): [Place, Part?][] {
  return findPlaces(path, editor.root, { budget }).map((place) => {
    const list = editor.at(place);
    if (!Array.isArray(list)) return [place];
    const parts = last.anyOf.flatMap((choice) => partOf(choice, list, budget) ?? []);
    return [place, joined(parts)];
  });
}

function partOf(choice: Choice, list: unknown[], budget: Budget): Part | undefined {
  if (choice === 'all') return partOf({ start: 0, end: -1 }, list, budget);
  if (Array.isArray(choice)) return undefined;
  if ('operator' in choice) {
    const places = findPlaces([{ anyOf: [choice] }], list, { budget });
    return joined(places.flatMap(([index]) => (typeof index === 'number' ? [partAt(index)] : [])));
  }
  if ('index' in choice) return partAt(choice.index < 0 ? choice.index + list.length : choice.index);
  const { from, to } = boundsOf(choice, list.length);
  return { from, to, indexes: Array.from({ length: to - from }, (_, offset) => from + offset) };
}

function partAt(index: number): Part {
  return { indexes: [index], from: index, to: index + 1 };
}

/** Items found wherever they are, each a part of the list that it is in. */
function partsAround(path: Path, editor: Editor, budget: Budget): [Place, Part?][] {
  const lists = new Map<string, [Place, Part[]]>();
  for (const place of findPlaces(path, editor.root, { budget })) {
    const index = place.at(-1);
    if (typeof index !== 'number') continue;
    const list = place.slice(0, -1);
    const known = lists.get(JSON.stringify(list));
    if (known) known[1].push(partAt(index));
    else lists.set(JSON.stringify(list), [list, [partAt(index)]]);
  }
  return [...lists.values()].map(([place, parts]) => [place, joined(parts)]);
}

function joined(parts: Part[]): Part | undefined {
  if (parts.length === 0) return undefined;
  return {
    indexes: parts.flatMap(({ indexes }) => indexes),
    from: parts.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY),
    to: parts.reduce((most, { to }) => Math.max(most, to), 0),
  };
}
