import type { SQLInputValue } from 'node:sqlite';
import type { DocumentStore } from '../store/documents.ts';
import { integer, type Row, text } from '../store/row.ts';
import { type Bound, idColumn, type Selection, type Sql } from './selection.ts';

/** The first thing that an `order()` sorts by, where it is a plain attribute. */
export type Order = { path: string; isDescending: boolean; needed: number };

/** A document in the index's order; tied: it sorts with the one before it, so that both are needed or none. */
export type Ordered = { id: string; isTied: boolean };

/** Ids are a column of their own, not among the attributes. */
export const idPath = '_id';

const firstBatch = 32;
const growth = 8;
/** So few candidates are sorted faster than looked up in the order of an index. */
const fewByDefault = 200;
/** Looking in an index at a document that is none of the candidates costs so much less than reading one that is. */
const looksARead = 32;

type Options = { isRaw: boolean; fewCandidates?: number | undefined };

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
  if (!isTold(documents, order.path)) return undefined;
  // What must lie between two values has one.
  const parts = boundsOf(selection, order).length > 0 ? [withValue] : [withValue, withoutValue];
  return concatenated((order.isDescending ? parts.reverse() : parts).map((part) => part(documents, selection, order)));
}

const wideIndexes = new Set<Selection['index']>(['none', 'type', 'range', 'defined']);

/** Where the candidates are fewer, all documents might be looked at in their order to find a few of them. */
function shareOfAll(documents: DocumentStore): number {
  const [row] = documents.rowsOf('SELECT coalesce(max(rowid), 0) AS most FROM documents', []);
  return Math.ceil(integer(row, 'most') / looksARead);
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
export function isTold(documents: DocumentStore, path: string): boolean {
  const sql = "SELECT 1 AS one FROM attributes WHERE path IN (?, '') AND kind = 0 LIMIT 1";
  return documents.rowsOf(sql, [path]).length === 0;
}

/** Several variants of a document may have one id, and so one place. */
function* byId(documents: DocumentStore, { sql, values }: Selection, order: Order, isRaw: boolean): Generator<Ordered> {
  const column = idColumn(isRaw);
  const direction = order.isDescending ? 'DESC' : 'ASC';
  const inOrder = `SELECT d.id AS id, ${column} AS place FROM documents AS d WHERE ${sql}
    ORDER BY ${column} ${direction}, d.variant LIMIT ? OFFSET ?`;
  yield* inBatches(documents, inOrder, values, order, (row) => text(row, 'place'));
}

/** Numbers, texts and booleans, in this order; equal ones in the order of the documents. */
function* withValue(documents: DocumentStore, selection: Selection, order: Order): Generator<Ordered> {
  const direction = order.isDescending ? 'DESC' : 'ASC';
  const bounds = boundsOf(selection, order);
  const rest = within(selection, order).map(asTest);
  const conditions = rest.map((part) => `(${part.sql})`).join(' AND ') || '1';
  const limits = bounds.map((bound) => `AND ${bound.sql} `).join('');
  const sql = `
    SELECT d.id AS id, a.kind AS kind, a.value AS value FROM attributes AS a CROSS JOIN documents AS d
    WHERE a.path = ? ${limits}AND a.kind BETWEEN 1 AND 3 AND d.rowid = a.document AND +(${conditions})
    ORDER BY a.kind ${direction}, a.value ${direction}, d.group_id, d.variant LIMIT ? OFFSET ?`;
  const values = [order.path, ...bounds.flatMap((bound) => bound.values), ...rest.flatMap(({ values }) => values)];
  yield* inBatches(documents, sql, values, order, ({ kind, value }) => `${kind} ${value}`);
}

/** What can't pass need not be gone through to come to what can. */
function boundsOf({ bounds = [] }: Selection, { path }: Order): Bound[] {
  return bounds.filter((bound) => bound.path === path);
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
  { needed }: Order,
  rankOf: (row: Row) => string,
): Generator<Ordered> {
  let previous: string | undefined;
  let offset = 0;
  for (let limit = Math.max(firstBatch, needed + 1); ; limit *= growth) {
    const rows = documents.rowsOf(sql, [...values, limit, offset]);
    for (const row of rows) {
      const rank = rankOf(row);
      yield { id: text(row, 'id'), isTied: rank === previous };
      previous = rank;
    }
    if (rows.length < limit) return;
    offset += limit;
  }
}

/** What has no such value sorts after everything else, all alike. */
function* withoutValue(documents: DocumentStore, { sql, values }: Selection, order: Order): Generator<Ordered> {
  const others = 'd.rowid NOT IN (SELECT document FROM attributes WHERE path = ? AND kind BETWEEN 1 AND 3)';
  const ids = documents.idsWhere(`${sql} AND ${others}`, [...values, order.path]);
  let isTied = false;
  for (const id of ids) {
    yield { id, isTied };
    isTied = true;
  }
}
