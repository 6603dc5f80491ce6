import type { Deadline } from '../deadline.ts';
import { anyPath, attributePath, fromIndex } from '../store/attributes-in.ts';
import type { DocumentStore } from '../store/documents.ts';
import { integer, text } from '../store/row.ts';
import type { KnownPaths } from './known-uses.ts';
import type { Sql } from './selection.ts';

/** What a query sees of a document: at least this, and the values it asks for. */
export type SeenDocument = { _id: string; _type: string; _rev: string; [field: string]: unknown };

/** Going past a row of an index costs so much less than reading a document. */
const rowsARead = 500;
/** So many rows are gone through in about a microsecond. */
const rowsAUnit = 2;

type Options = {
  deadline: Deadline;
  /** So many would have to be read otherwise, if that is not all of them. */
  toRead?: number | undefined;
  isAlways: boolean;
};

type Values = Map<string, string | number | boolean>;

/**
 * The documents of a selection with the values at these paths and nothing else, from the index, without reading them;
 * undefined where to read them is less work. One of which the index can't tell is its id alone: it must be read.
 */
export function thinDocuments(
  documents: DocumentStore,
  { sql, values }: Sql,
  paths: KnownPaths,
  { deadline, toRead = Number.POSITIVE_INFINITY, isAlways }: Options,
): { id: string; thin: SeenDocument | undefined }[] | undefined {
  const rows = documents.numberedRowsOf(
    `SELECT d.rowid, d.id, d.type, d.rev, d.variant LIKE 'versions.%'
     FROM documents AS d WHERE ${sql} ORDER BY d.group_id, d.variant`,
    values,
  );
  const looks = rowsOfAll(documents) * (paths.length + 1);
  if (!isAlways && Math.min(rows.length, toRead) * rowsARead < looks) return undefined;
  deadline.charge?.(looks / rowsAUnit);
  const chosen = JSON.stringify(rows.map((row) => row[chosenColumns.row]));
  const known = new Map<number, Values>();
  const untold = new Set<number>();
  const shapes = paths.map((names) => ({ path: attributePath([...names]), names }));
  for (const { path } of shapes) {
    deadline.check();
    for (const row of documents.numberedRowsOf(valuesAtPath, [path, chosen])) {
      const document = integer(row, valueColumns.document);
      const value = fromIndex(integer(row, valueColumns.kind), row[valueColumns.value]);
      if (value === undefined) untold.add(document);
      else noted(known, document).set(path, value);
    }
  }
  for (const row of documents.rowsOf('SELECT document FROM attributes WHERE path = ? AND kind = 0', [anyPath])) {
    untold.add(integer(row, 'document'));
  }
  return rows.map((row) => {
    const id = text(row, chosenColumns.id);
    const number = integer(row, chosenColumns.row);
    // A version may stand for a document that its release takes away.
    if (untold.has(number) || row[chosenColumns.isVersion] === 1) return { id, thin: undefined };
    const thin: SeenDocument = { _id: id, _type: text(row, chosenColumns.type), _rev: text(row, chosenColumns.rev) };
    const found = known.get(number);
    if (found) for (const { path, names } of shapes) put(thin, names, found.get(path));
    return { id, thin };
  });
}

const chosenColumns = { row: '0', id: '1', type: '2', rev: '3', isVersion: '4' };
const valueColumns = { document: '0', kind: '1', value: '2' };
const valuesAtPath = `SELECT document, kind, value FROM attributes
  WHERE path = ? AND kind BETWEEN 0 AND 5 AND document IN (SELECT value FROM json_each(?))`;

function rowsOfAll(documents: DocumentStore): number {
  return integer(documents.rowsOf('SELECT coalesce(max(rowid), 0) AS most FROM documents', [])[0], 'most');
}

function noted(known: Map<number, Values>, document: number): Values {
  const values = known.get(document) ?? new Map();
  known.set(document, values);
  return values;
}

/** A value may be asked for together with what is in it: it then has nothing in it, since it is no object. */
function put(
  thin: Record<string, unknown>,
  [name = '', ...inner]: readonly string[],
  value: string | number | boolean | undefined,
) {
  if (value === undefined) return;
  if (inner.length === 0) {
    thin[name] = value;
    return;
  }
  const within = thin[name];
  const object = isObject(within) ? within : {};
  thin[name] = object;
  put(object, inner, value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
