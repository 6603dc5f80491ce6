import type { SQLInputValue } from 'node:sqlite';
import { storeLimits } from './limits.ts';

/**
 * 0 not indexed (a long text, a document with too many attributes), 1 number, 2 text, 3 boolean, 5 array or object.
 * Texts have further rows, as sort keys: 7 for `lower()`, a prefix in lower case; 8 for `dateTime()`, milliseconds; 9 a
 * text in the format of a time that is no valid time.
 */
export type AttributeKind = 0 | 1 | 2 | 3 | 5 | 7 | 8 | 9;

/** A row of the attributes index. */
export type Attribute = { path: string; kind: AttributeKind; value: string | number };

const longestText = storeLimits.attributeText.value;
export const sortPrefixLength = storeLimits.sortPrefixLength.value;
const deepest = storeLimits.attributeDepth.value;
const mostAttributes = storeLimits.attributes.value;
/** Columns of the documents table, or set by the perspective. */
const notIndexed = new Set(['_id', '_type', '_rev', '_originalId']);

/** The path of the one row of a document that has too many attributes to index. */
export const wholeDocumentPath = '';

/** The values in a document at paths of names, not in arrays. */
export function attributesIn(document: Record<string, unknown>): Attribute[] {
  const found: Attribute[] = [];
  const sortKeys: Attribute[] = [];
  collect(document, [], { found, sortKeys });
  return found.length > mostAttributes ? [{ path: wholeDocumentPath, kind: 0, value: 0 }] : [...found, ...sortKeys];
}

type Collected = { found: Attribute[]; sortKeys: Attribute[] };

function collect(value: Record<string, unknown>, names: string[], all: Collected): void {
  for (const [name, item] of Object.entries(value)) {
    if (all.found.length > mostAttributes) return;
    if (item === null || item === undefined || (names.length === 0 && notIndexed.has(name))) continue;
    const inside = [...names, name];
    const path = attributePath(inside);
    all.found.push({ path, ...toIndexValue(item) });
    if (typeof item === 'string' && hasSortKeys(inside)) all.sortKeys.push(...sortKeysOf(path, item));
    if (isPlainObject(item) && inside.length < deepest) collect(item, inside, all);
  }
}

/**
 * Whether texts at a path have rows for `lower()` and `dateTime()`. Fields such as `_key` and `_ref` are not sorted by
 * these.
 */
export function hasSortKeys(names: string[]): boolean {
  return names.at(-1)?.startsWith('_') === false;
}

/** The format of times, as groq-js has it. */
const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|([-+]\d{2}:\d{2}))$/;

function sortKeysOf(path: string, text: string): Attribute[] {
  const lower: Attribute = { path, kind: 7, value: encodeSortable(text.toLowerCase().slice(0, sortPrefixLength)) };
  if (!time.test(text)) return [lower];
  const milliseconds = new Date(text).getTime();
  return [lower, Number.isNaN(milliseconds) ? { path, kind: 9, value: 0 } : { path, kind: 8, value: milliseconds }];
}

/** A path as one text; dots and backslashes in names are escaped. */
export function attributePath(names: string[]): string {
  return names.map((name) => name.replaceAll('\\', '\\\\').replaceAll('.', '\\.')).join('.');
}

/** Whether values at a path are indexed. */
export function isIndexedPath(names: string[]): boolean {
  return names.length <= deepest && !(names.length === 1 && names[0] !== undefined && notIndexed.has(names[0]));
}

/** A value as stored in the index, and as a key for lookups. */
export function toIndexValue(value: unknown): { kind: 0 | 1 | 2 | 3 | 5; value: string | number } {
  if (typeof value === 'number') return { kind: 1, value };
  if (typeof value === 'boolean') return { kind: 3, value: value ? 1 : 0 };
  if (typeof value !== 'string') return { kind: 5, value: 0 };
  return value.length > longestText ? { kind: 0, value: 0 } : { kind: 2, value: encodeSortable(value) };
}

/** SQL for the documents whose value at a path meets a condition, and those whose value is not indexed. */
export function withAttribute(path: string, condition: string, values: SQLInputValue[]) {
  const sql = `d.rowid IN (
    SELECT document FROM attributes WHERE path = ? AND ${condition}
    UNION ALL SELECT document FROM attributes WHERE path IN (?, '${wholeDocumentPath}') AND kind = 0)`;
  return { sql, values: [path, ...values, path] };
}

/**
 * JavaScript compares texts by UTF-16 units, SQLite by UTF-8 bytes; the orders differ above U+D7FF. Mapping each unit
 * from there on to a character of its own makes them equal.
 */
function encodeSortable(text: string): string {
  return text.replaceAll(/[\ud800-\uffff]/g, (unit) => {
    const code = unit.charCodeAt(0);
    return String.fromCodePoint(code < 0xe000 ? code + 0x800 : code + 0x10000);
  });
}

/** The original of an indexed value; undefined if the index does not hold it. */
export function fromIndexValue(kind: number, value: unknown): string | number | boolean | undefined {
  if (kind === 1 && typeof value === 'number') return value;
  if (kind === 2 && typeof value === 'string') return decodeSortable(value);
  return kind === 3 ? value === 1 : undefined;
}

function decodeSortable(text: string): string {
  return text.replaceAll(/[\u{e000}-\u{e7ff}\u{1e000}-\u{1ffff}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return String.fromCharCode(code < 0x10000 ? code - 0x800 : code - 0x10000);
  });
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
