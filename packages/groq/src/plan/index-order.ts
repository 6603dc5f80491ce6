import type { SQLInputValue } from 'node:sqlite';
import { anyPath, lettersInOrder } from '../store/attributes-in.ts';
import type { DocumentStore } from '../store/documents.ts';
import { integer, type Row, text } from '../store/row.ts';
import { type Bound, idColumn, type Selection, type Sql } from './selection.ts';

/** The first thing that an `order()` sorts by, where it is a plain attribute or what a function makes of one. */
export type Order = {
  path: string;
  /** As it is, in small letters (`lower()`), or as a time (`dateTime()`). */
  by: OrderBy;
  isDescending: boolean;
  /** Where documents without a value are put before all that (`select(defined(…) => 0, 1)`). */
  missing?: 'first' | 'last';
  /** Nothing else is sorted by: what is equal stays in the order of the documents. */
  isOnly: boolean;
  needed: number;
};

export type OrderBy = 'value' | 'lower' | 'time';

/** A document in the index's order; tied: it may have to come before the one before it, so that both are needed. */
export type Ordered = { id: string; isTied: boolean };

/** Ids are a column of their own, not among the attributes. */
export const idPath = '_id';

const firstBatch = 32;
const growth = 8;
/** So few candidates are sorted faster than looked up in the order of an index. */
const fewByDefault = 200;
/** Looking in an index at a document that is none of the candidates costs so much less than reading one that is. */
const looksARead = 32;

/** Which rows of the index are in the order, and of which kind is a row that says one is missing. */
const rowsBy: Record<OrderBy, { ranked: string; untold?: number }> = {
  value: { ranked: 'kind BETWEEN 1 AND 3', untold: 0 },
  lower: { ranked: 'kind = 7' },
  time: { ranked: 'kind = 8', untold: 9 },
};

type Options = { isRaw: boolean; fewCandidates?: number | undefined };
type Part = (documents: DocumentStore, selection: Selection, order: Order) => Iterable<Ordered>;

/**
 * The selected documents in GROQ's order by one attribute, read from the index as they are asked for.
 * Undefined where the index can't tell the order, or where it would not help.
 */
export function inIndexOrder(
  documents: DocumentStore,
  selection: Selection,
  order: Order,
  { isRaw, fewCandidates = fewByDefault }: Options,
): Iterable<Ordered> | undefined {
  const few = wideIndexes.has(selection.index) ? fewCandidates : Math.max(fewCandidates, shareOfAll(documents));
  if (!hasMany(documents, within(selection, order), few)) return undefined;
  if (order.path === idPath) return byId(documents, selection, order, isRaw);
  if (!isTold(documents, order.path, order.by)) return undefined;
  // What must lie between two values has one.
  const parts = boundsOf(selection, order).length > 0 ? [ranked] : partsOf(order);
  return concatenated(parts.map((part) => part(documents, selection, order)));
}

const wideIndexes = new Set<Selection['index']>(['none', 'type', 'range', 'defined']);

/** Where the candidates are fewer, all documents might be looked at in their order to find a few of them. */
function shareOfAll(documents: DocumentStore): number {
  const [row] = documents.rowsOf('SELECT coalesce(max(rowid), 0) AS most FROM documents', []);
  return Math.ceil(integer(row, 'most') / looksARead);
}

/** What has no value to sort by comes after everything else, all alike; before it when descending. */
function partsOf({ isDescending, missing }: Order): Part[] {
  if (missing === undefined) return isDescending ? [unranked, ranked] : [ranked, unranked];
  const defined = isDescending ? [otherwiseDefined, ranked] : [ranked, otherwiseDefined];
  return missing === 'first' ? [undefinedOnes, ...defined] : [...defined, undefinedOnes];
}

function* concatenated(parts: Iterable<Ordered>[]): Generator<Ordered> {
  for (const part of parts) yield* part;
}

function hasMany(documents: DocumentStore, [first, ...others]: Selection[], fewCandidates: number): boolean {
  // One part leads; the others only test what it finds, which the plus sign tells SQLite.
  const all: Sql[] = first === undefined ? [] : [first, ...others.map(asTest)];
  const where = all.map(({ sql }, place) => (place === 0 ? sql : `+(${sql})`)).join(' AND ') || '1';
  const counted = `SELECT count(*) AS n FROM (SELECT 1 FROM documents AS d WHERE ${where} LIMIT ${fewCandidates})`;
  const values = all.flatMap((part) => part.values);
  return integer(documents.rowsOf(counted, values)[0], 'n') === fewCandidates;
}

/** Whether the index holds every value there is at a path. */
export function isTold(documents: DocumentStore, path: string, by: OrderBy = 'value'): boolean {
  const { untold } = rowsBy[by];
  const ofPath: Sql =
    untold === undefined ? { sql: '0', values: [] } : { sql: 'path = ? AND kind = ?', values: [path, untold] };
  const sql = `SELECT 1 AS one FROM attributes WHERE (path = '${anyPath}' AND kind = 0) OR (${ofPath.sql}) LIMIT 1`;
  return documents.rowsOf(sql, ofPath.values).length === 0;
}

/** Several variants of a document may have one id, and so one place. */
function* byId(documents: DocumentStore, { sql, values }: Selection, order: Order, isRaw: boolean): Generator<Ordered> {
  const column = idColumn(isRaw);
  const direction = order.isDescending ? 'DESC' : 'ASC';
  const inOrder = `SELECT d.id AS id, ${column} AS place FROM documents AS d WHERE ${sql}
    ORDER BY ${column} ${direction}, d.variant LIMIT ? OFFSET ?`;
  yield* inBatches(documents, inOrder, values, order, (row) => text(row, 'place'));
}

/** Those with a value, in their order; equal ones in the order of the documents. */
function* ranked(documents: DocumentStore, selection: Selection, order: Order): Generator<Ordered> {
  const direction = order.isDescending ? 'DESC' : 'ASC';
  const bounds = boundsOf(selection, order);
  const rest = within(selection, order).map(asTest);
  const conditions = rest.map((part) => `(${part.sql})`).join(' AND ') || '1';
  const limits = bounds.map((bound) => `AND ${bound.sql} `).join('');
  const sql = `
    SELECT d.id AS id, a.kind AS kind, a.value AS value FROM attributes AS a CROSS JOIN documents AS d
    WHERE a.path = ? ${limits}AND a.${rowsBy[order.by].ranked} AND d.rowid = a.document AND +(${conditions})
    ORDER BY a.kind ${direction}, a.value ${direction}, d.group_id, d.variant LIMIT ? OFFSET ?`;
  const values = [order.path, ...bounds.flatMap((bound) => bound.values), ...rest.flatMap(({ values }) => values)];
  yield* inBatches(documents, sql, values, order, ({ kind, value }) => `${kind} ${value}`);
}

/** What can't pass need not be gone through to come to what can. */
function boundsOf({ bounds = [] }: Selection, { path, by }: Order): Bound[] {
  return by === 'value' ? bounds.filter((bound) => bound.path === path) : [];
}

/** What must hold besides lying within the bounds. */
function within(selection: Selection, order: Order): Selection[] {
  return (selection.parts ?? [selection]).filter((part) => boundsOf(part, order).length === 0);
}

function asTest(part: Selection): Sql {
  return part.test ?? part;
}

/** The rows of a statement, a few at first and then more and more. Those of the same rank are tied. */
function* inBatches(
  documents: DocumentStore,
  sql: string,
  values: SQLInputValue[],
  order: Order,
  rankOf: (row: Row) => string,
): Generator<Ordered> {
  let previous: string | undefined;
  let offset = 0;
  for (let limit = Math.max(firstBatch, order.needed + 1); ; limit *= growth) {
    const rows = documents.rowsOf(sql, [...values, limit, offset]);
    for (const row of rows) {
      const rank = rankOf(row);
      yield { id: text(row, 'id'), isTied: rank === previous && (!order.isOnly || isCut(rank, order)) };
      previous = rank;
    }
    if (rows.length < limit) return;
    offset += limit;
  }
}

/** Of a long text the index has the beginning only. */
function isCut(rank: string, { by }: Order): boolean {
  return by === 'lower' && rank.length >= lettersInOrder;
}

/** In the index by its order's path, under some condition. */
const listed = (condition: string): string => `(SELECT document FROM attributes WHERE path = ? AND ${condition})`;
const isDefined = 'kind BETWEEN 0 AND 5';

function unranked(documents: DocumentStore, selection: Selection, order: Order): Iterable<Ordered> {
  if (areAllRanked(documents, order)) return [];
  return alike(documents, selection, order, `d.rowid NOT IN ${listed(rowsBy[order.by].ranked)}`);
}

/** Every document has a time of its last change: to look for those without one would take longer than the rest. */
function areAllRanked(documents: DocumentStore, { path, by }: Order): boolean {
  const sql = `SELECT (SELECT count(*) FROM attributes WHERE path = ? AND ${rowsBy[by].ranked})
    = (SELECT count(*) FROM documents) AS are_all`;
  return integer(documents.rowsOf(sql, [path])[0], 'are_all') === 1;
}

function undefinedOnes(documents: DocumentStore, selection: Selection, order: Order): Iterable<Ordered> {
  return alike(documents, selection, order, `d.rowid NOT IN ${listed(isDefined)}`);
}

/** What has a value, but none to sort by: a list, say, or in small letters a number. */
function otherwiseDefined(documents: DocumentStore, selection: Selection, order: Order): Iterable<Ordered> {
  const { ranked } = rowsBy[order.by];
  return alike(documents, selection, order, `d.rowid NOT IN ${listed(ranked)} AND d.rowid IN ${listed(isDefined)}`);
}

/** Those that an order puts at the same place. */
function* alike(
  documents: DocumentStore,
  { sql, values }: Selection,
  { path, isOnly }: Order,
  condition: string,
): Generator<Ordered> {
  const paths = condition
    .split('?')
    .slice(1)
    .map(() => path);
  let isTied = false;
  for (const id of documents.idsWhere(`${sql} AND ${condition}`, [...values, ...paths])) {
    yield { id, isTied: isTied && !isOnly };
    isTied = true;
  }
}
