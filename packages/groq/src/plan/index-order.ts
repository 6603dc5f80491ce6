import type { SQLInputValue } from 'node:sqlite';
import { sortPrefixLength, wholeDocumentPath } from '../store/attributes-in.ts';
import type { DocumentStore } from '../store/documents.ts';
import { integer, type Row, text } from '../store/row.ts';
import { type Bound, idColumn, type Selection, type Sql } from './selection.ts';

/** The first sort key of an `order()`: an attribute, or a function of one that the index also lists. */
export type Order = {
  path: string;
  /** The value itself, `lower()` of it, or `dateTime()` of it. */
  by: OrderBy;
  isDescending: boolean;
  /** Where documents without a value go, if an earlier key decides it (`select(defined(…) => 0, 1)`). */
  missing?: 'first' | 'last';
  /** There is no further sort key: documents with equal keys stay in document order. */
  isOnly: boolean;
  needed: number;
};

export type OrderBy = 'value' | 'lower' | 'time';

/** A document in index order. Tied: a further sort key may put it before the previous one, so both must be read. */
export type Ordered = { id: string; isTied: boolean };

/** Ids are a column of the documents table, not attributes. */
export const idPath = '_id';

const firstBatch = 32;
const growth = 8;
/** Up to this many candidates, sorting them is faster than walking an index in order. */
const fewByDefault = 200;
/** Reading a candidate takes as long as stepping over this many index entries of other documents. */
const entriesPerRead = 32;

/** The index rows that hold the sort key, and the kind of row that stands for a key that is not indexed. */
const rowsBy: Record<OrderBy, { ranked: string; unindexed?: number }> = {
  value: { ranked: 'kind BETWEEN 1 AND 3', unindexed: 0 },
  lower: { ranked: 'kind = 7' },
  time: { ranked: 'kind = 8', unindexed: 9 },
};

type Options = { isRaw: boolean; fewCandidates?: number | undefined };
type Segment = (documents: DocumentStore, selection: Selection, order: Order) => Iterable<Ordered>;

/**
 * The selected documents in GROQ's order by one attribute, read from the index in batches as the caller iterates.
 * Undefined where the index lacks some keys, or where sorting the candidates is cheaper.
 */
export function inIndexOrder(
  documents: DocumentStore,
  selection: Selection,
  order: Order,
  { isRaw, fewCandidates = fewByDefault }: Options,
): Iterable<Ordered> | undefined {
  const fewest = unselectiveIndexes.has(selection.index)
    ? fewCandidates
    : Math.max(fewCandidates, fewestWorthWalking(documents));
  if (!hasMany(documents, conditionsBeside(selection, order), fewest)) return undefined;
  if (order.path === idPath) return byId(documents, selection, order, isRaw);
  if (!isIndexComplete(documents, order.path, order.by)) return undefined;
  // Within bounds, every document has a key.
  const segments = boundsOf(selection, order).length > 0 ? [ranked] : segmentsOf(order);
  return concatenated(segments.map((segment) => segment(documents, selection, order)));
}

const unselectiveIndexes = new Set<Selection['index']>(['none', 'type', 'range', 'defined']);

/** With fewer candidates, the walk would step over all other documents to find them. */
function fewestWorthWalking(documents: DocumentStore): number {
  const [row] = documents.queryRows('SELECT coalesce(max(rowid), 0) AS most FROM documents', []);
  return Math.ceil(integer(row, 'most') / entriesPerRead);
}

/** GROQ sorts documents without a key last, or first when descending. */
function segmentsOf({ isDescending, missing }: Order): Segment[] {
  if (missing === undefined) return isDescending ? [unranked, ranked] : [ranked, unranked];
  const defined = isDescending ? [definedWithoutKey, ranked] : [ranked, definedWithoutKey];
  return missing === 'first' ? [withoutValue, ...defined] : [...defined, withoutValue];
}

function* concatenated(segments: Iterable<Ordered>[]): Generator<Ordered> {
  for (const segment of segments) yield* segment;
}

function hasMany(documents: DocumentStore, [first, ...others]: Selection[], fewCandidates: number): boolean {
  // The first condition may use an index; unary plus keeps SQLite from using one for the others.
  const all: Sql[] = first === undefined ? [] : [first, ...others.map(asTest)];
  const where = all.map(({ sql }, place) => (place === 0 ? sql : `+(${sql})`)).join(' AND ') || '1';
  const counted = `SELECT count(*) AS n FROM (SELECT 1 FROM documents AS d WHERE ${where} LIMIT ${fewCandidates})`;
  const values = all.flatMap((part) => part.values);
  return integer(documents.queryRows(counted, values)[0], 'n') === fewCandidates;
}

/** Whether the index holds every value at a path. */
export function isIndexComplete(documents: DocumentStore, path: string, by: OrderBy = 'value'): boolean {
  const { unindexed } = rowsBy[by];
  const ofPath: Sql =
    unindexed === undefined ? { sql: '0', values: [] } : { sql: 'path = ? AND kind = ?', values: [path, unindexed] };
  const sql = `SELECT 1 AS one FROM attributes WHERE (path = '${wholeDocumentPath}' AND kind = 0) OR (${ofPath.sql}) LIMIT 1`;
  return documents.queryRows(sql, ofPath.values).length === 0;
}

/** Under layers, all variants of a document have the same id, so they are tied. */
function* byId(documents: DocumentStore, { sql, values }: Selection, order: Order, isRaw: boolean): Generator<Ordered> {
  const column = idColumn(isRaw);
  const direction = order.isDescending ? 'DESC' : 'ASC';
  const inOrder = `SELECT d.id AS id, ${column} AS place FROM documents AS d WHERE ${sql}
    ORDER BY ${column} ${direction}, d.variant LIMIT ? OFFSET ?`;
  yield* inBatches(documents, inOrder, values, order, (row) => text(row, 'place'));
}

/** Documents with a key, in its order; equal keys in document order. */
function* ranked(documents: DocumentStore, selection: Selection, order: Order): Generator<Ordered> {
  const direction = order.isDescending ? 'DESC' : 'ASC';
  const bounds = boundsOf(selection, order);
  const rest = conditionsBeside(selection, order).map(asTest);
  const conditions = rest.map((part) => `(${part.sql})`).join(' AND ') || '1';
  const limits = bounds.map((bound) => `AND ${bound.sql} `).join('');
  const sql = `
    SELECT d.id AS id, a.kind AS kind, a.value AS value FROM attributes AS a CROSS JOIN documents AS d
    WHERE a.path = ? ${limits}AND a.${rowsBy[order.by].ranked} AND d.rowid = a.document AND +(${conditions})
    ORDER BY a.kind ${direction}, a.value ${direction}, d.group_id, d.variant LIMIT ? OFFSET ?`;
  const values = [order.path, ...bounds.flatMap((bound) => bound.values), ...rest.flatMap(({ values }) => values)];
  yield* inBatches(documents, sql, values, order, ({ kind, value }) => `${kind} ${value}`);
}

/** Bounds on the sort key: the walk skips index entries outside them. */
function boundsOf({ bounds = [] }: Selection, { path, by }: Order): Bound[] {
  return by === 'value' ? bounds.filter((bound) => bound.path === path) : [];
}

/** The conditions other than those bounds. */
function conditionsBeside(selection: Selection, order: Order): Selection[] {
  return (selection.parts ?? [selection]).filter((part) => boundsOf(part, order).length === 0);
}

function asTest(part: Selection): Sql {
  return part.test ?? part;
}

/** The rows of a statement, in batches that grow. Rows of equal rank are tied. */
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
    const rows = documents.queryRows(sql, [...values, limit, offset]);
    for (const row of rows) {
      const rank = rankOf(row);
      yield { id: text(row, 'id'), isTied: rank === previous && (!order.isOnly || isTruncated(rank, order)) };
      previous = rank;
    }
    if (rows.length < limit) return;
    offset += limit;
  }
}

/** `lower()` keys are indexed by a prefix only, so equal prefixes may differ. */
function isTruncated(rank: string, { by }: Order): boolean {
  return by === 'lower' && rank.length >= sortPrefixLength;
}

/** The documents with a row at the order's path that meets a condition. */
const listed = (condition: string): string => `(SELECT document FROM attributes WHERE path = ? AND ${condition})`;
const isDefined = 'kind BETWEEN 0 AND 5';

function unranked(documents: DocumentStore, selection: Selection, order: Order): Iterable<Ordered> {
  if (areAllRanked(documents, order)) return [];
  return inDocumentOrder(documents, selection, order, `d.rowid NOT IN ${listed(rowsBy[order.by].ranked)}`);
}

/** All documents have `_updatedAt`, for example: two counts are cheaper than a scan for documents without it. */
function areAllRanked(documents: DocumentStore, { path, by }: Order): boolean {
  const sql = `SELECT (SELECT count(*) FROM attributes WHERE path = ? AND ${rowsBy[by].ranked})
    = (SELECT count(*) FROM documents) AS are_all`;
  return integer(documents.queryRows(sql, [path])[0], 'are_all') === 1;
}

function withoutValue(documents: DocumentStore, selection: Selection, order: Order): Iterable<Ordered> {
  return inDocumentOrder(documents, selection, order, `d.rowid NOT IN ${listed(isDefined)}`);
}

/** Documents with a value that gives no key, such as a list, or a number under `lower()`. */
function definedWithoutKey(documents: DocumentStore, selection: Selection, order: Order): Iterable<Ordered> {
  const { ranked } = rowsBy[order.by];
  return inDocumentOrder(
    documents,
    selection,
    order,
    `d.rowid NOT IN ${listed(ranked)} AND d.rowid IN ${listed(isDefined)}`,
  );
}

/** Documents that the order does not tell apart, in document order. */
function* inDocumentOrder(
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
