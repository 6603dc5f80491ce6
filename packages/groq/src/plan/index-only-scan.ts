import type { Deadline } from '../deadline.ts';
import { attributePath, fromIndexValue, wholeDocumentPath } from '../store/attributes-in.ts';
import type { DocumentStore } from '../store/documents.ts';
import { integer, text } from '../store/row.ts';
import type { CoveredPaths } from './index-coverage.ts';
import type { Sql } from './selection.ts';

/** A document as a query gets it: whole, or partial with at least these fields and the values that the query uses. */
export type CandidateDocument = { _id: string; _type: string; _rev: string; [field: string]: unknown };

/** Reading a document takes as long as stepping over this many index rows. */
const rowsPerRead = 500;
/** This many index rows are stepped over in about a microsecond. */
const rowsPerUnit = 2;

type Options = {
  deadline: Deadline;
  /** How many documents would be read without the scan, if not all. */
  toRead?: number | undefined;
  /** Scans even where reading is cheaper: for tests. */
  isForced: boolean;
};

type Values = Map<string, string | number | boolean>;

/**
 * Partial documents of a selection, made of index rows: the values at these paths and nothing else. Undefined where
 * reading the documents is cheaper. `partial` is undefined for documents whose values are not all indexed: read these.
 */
export function indexOnlyScan(
  documents: DocumentStore,
  { sql, values }: Sql,
  paths: CoveredPaths,
  { deadline, toRead = Number.POSITIVE_INFINITY, isForced }: Options,
): { id: string; partial: CandidateDocument | undefined }[] | undefined {
  const rows = documents.queryRowArrays(
    `SELECT d.rowid, d.id, d.type, d.rev, d.variant LIKE 'versions.%'
     FROM documents AS d WHERE ${sql} ORDER BY d.group_id, d.variant`,
    values,
  );
  const steps = rowCount(documents) * (paths.length + 1);
  if (!isForced && Math.min(rows.length, toRead) * rowsPerRead < steps) return undefined;
  deadline.charge?.(steps / rowsPerUnit);
  const chosen = JSON.stringify(rows.map((row) => row[chosenColumns.row]));
  const found = new Map<number, Values>();
  const unindexed = new Set<number>();
  const shapes = paths.map((names) => ({ path: attributePath([...names]), names }));
  for (const { path } of shapes) {
    deadline.check();
    for (const row of documents.queryRowArrays(valuesAtPath, [path, chosen])) {
      const document = integer(row, valueColumns.document);
      const value = fromIndexValue(integer(row, valueColumns.kind), row[valueColumns.value]);
      if (value === undefined) unindexed.add(document);
      else valuesOf(found, document).set(path, value);
    }
  }
  for (const row of documents.queryRows('SELECT document FROM attributes WHERE path = ? AND kind = 0', [
    wholeDocumentPath,
  ])) {
    unindexed.add(integer(row, 'document'));
  }
  return rows.map((row) => {
    const id = text(row, chosenColumns.id);
    const number = integer(row, chosenColumns.row);
    // A version may mark a document that its release unpublishes: only its body says so.
    if (unindexed.has(number) || row[chosenColumns.isVersion] === 1) return { id, partial: undefined };
    const partial: CandidateDocument = {
      _id: id,
      _type: text(row, chosenColumns.type),
      _rev: text(row, chosenColumns.rev),
    };
    const values = found.get(number);
    if (values) for (const { path, names } of shapes) put(partial, names, values.get(path));
    return { id, partial };
  });
}

const chosenColumns = { row: '0', id: '1', type: '2', rev: '3', isVersion: '4' };
const valueColumns = { document: '0', kind: '1', value: '2' };
const valuesAtPath = `SELECT document, kind, value FROM attributes
  WHERE path = ? AND kind BETWEEN 0 AND 5 AND document IN (SELECT value FROM json_each(?))`;

function rowCount(documents: DocumentStore): number {
  return integer(documents.queryRows('SELECT coalesce(max(rowid), 0) AS most FROM documents', [])[0], 'most');
}

function valuesOf(known: Map<number, Values>, document: number): Values {
  const values = known.get(document) ?? new Map();
  known.set(document, values);
  return values;
}

/** A query may use both `a` and `a.b`; where `a` is a scalar, there is no value at `a.b`. */
function put(
  target: Record<string, unknown>,
  [name = '', ...inner]: readonly string[],
  value: string | number | boolean | undefined,
) {
  if (value === undefined) return;
  if (inner.length === 0) {
    target[name] = value;
    return;
  }
  const within = target[name];
  const object = isObject(within) ? within : {};
  target[name] = object;
  put(object, inner, value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
