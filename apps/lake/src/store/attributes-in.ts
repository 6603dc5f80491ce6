import type { SQLInputValue } from 'node:sqlite';

export type AttributeKind = 0 | 1 | 2 | 3 | 5;

/** A row of the attributes index. */
export type Attribute = { path: string; kind: AttributeKind; value: string | number };

const longestText = 500;
const deepest = 3;
const mostAttributes = 200;
/** In columns of their own, or never asked for. */
const notIndexed = new Set(['_id', '_type', '_rev']);

/** The path of the rows that stand for all of a document, where it has too many attributes to list. */
export const anyPath = '';

/** The values in a document that are reached by names alone, without arrays. */
export function attributesIn(document: Record<string, unknown>): Attribute[] {
  const found: Attribute[] = [];
  collect(document, [], found);
  return found.length > mostAttributes ? [{ path: anyPath, kind: 0, value: 0 }] : found;
}

function collect(value: Record<string, unknown>, names: string[], found: Attribute[]): void {
  for (const [name, item] of Object.entries(value)) {
    if (found.length > mostAttributes) return;
    if (item === null || item === undefined || (names.length === 0 && notIndexed.has(name))) continue;
    const path = [...names, name];
    found.push({ path: attributePath(path), ...asIndexed(item) });
    if (isPlainObject(item) && path.length < deepest) collect(item, path, found);
  }
}

/** One text for a path of names, whatever characters they have. */
export function attributePath(names: string[]): string {
  return names.map((name) => name.replaceAll('\\', '\\\\').replaceAll('.', '\\.')).join('.');
}

/** Whether the index lists what is at a path of so many names, in every document. */
export function isIndexedPath(names: string[]): boolean {
  return names.length <= deepest && !(names.length === 1 && names[0] !== undefined && notIndexed.has(names[0]));
}

/** A value as the index has it, and as a key to look for must be. */
export function asIndexed(value: unknown): Pick<Attribute, 'kind' | 'value'> {
  if (typeof value === 'number') return { kind: 1, value };
  if (typeof value === 'boolean') return { kind: 3, value: value ? 1 : 0 };
  if (typeof value !== 'string') return { kind: 5, value: 0 };
  return value.length > longestText ? { kind: 0, value: 0 } : { kind: 2, value: sortable(value) };
}

/** In SQL, the documents whose value at a path meets a condition, and those of which the index can't tell. */
export function withAttribute(path: string, condition: string, values: SQLInputValue[]) {
  const sql = `d.rowid IN (
    SELECT document FROM attributes WHERE path = ? AND ${condition}
    UNION ALL SELECT document FROM attributes WHERE path IN (?, '${anyPath}') AND kind = 0)`;
  return { sql, values: [path, ...values, path] };
}

/**
 * JavaScript compares texts by UTF-16 units, SQLite by UTF-8 bytes: they differ above U+D7FF.
 * Moving each unit up there to a character of its own gives an equal order; other texts stay as they are.
 */
function sortable(text: string): string {
  return text.replaceAll(/[\ud800-\uffff]/g, (unit) => {
    const code = unit.charCodeAt(0);
    return String.fromCodePoint(code < 0xe000 ? code + 0x800 : code + 0x10000);
  });
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
