import type { SQLInputValue } from 'node:sqlite';
import { storeLimits } from './limits.ts';

/**
 * 0 what can't be told (a long text, a document of too many attributes), 1 number, 2 text, 3 boolean, 5 array or object.
 * A text has more rows, for orders that GROQ's functions make of it: 7 how it begins in small letters, for `lower()`,
 * 8 its milliseconds where it is a time, for `dateTime()`, 9 where it looks like a time that does not exist.
 */
export type AttributeKind = 0 | 1 | 2 | 3 | 5 | 7 | 8 | 9;

/** A row of the attributes index. */
export type Attribute = { path: string; kind: AttributeKind; value: string | number };

const longestText = storeLimits.attributeText.value;
export const lettersInOrder = storeLimits.lettersInOrder.value;
const deepest = storeLimits.attributeDepth.value;
const mostAttributes = storeLimits.attributes.value;
/** In columns of their own, never asked for, or given by the perspective. */
const notIndexed = new Set(['_id', '_type', '_rev', '_originalId']);

/** The path of the rows that stand for all of a document, where it has too many attributes to list. */
export const anyPath = '';

/** The values in a document that are reached by names alone, without arrays. */
export function attributesIn(document: Record<string, unknown>): Attribute[] {
  const found: Attribute[] = [];
  const orders: Attribute[] = [];
  collect(document, [], { found, orders });
  return found.length > mostAttributes ? [{ path: anyPath, kind: 0, value: 0 }] : [...found, ...orders];
}

type Collected = { found: Attribute[]; orders: Attribute[] };

function collect(value: Record<string, unknown>, names: string[], all: Collected): void {
  for (const [name, item] of Object.entries(value)) {
    if (all.found.length > mostAttributes) return;
    if (item === null || item === undefined || (names.length === 0 && notIndexed.has(name))) continue;
    const inside = [...names, name];
    const path = attributePath(inside);
    all.found.push({ path, ...asIndexed(item) });
    if (typeof item === 'string' && hasOrders(inside)) all.orders.push(...ordersOf(path, item));
    if (isPlainObject(item) && inside.length < deepest) collect(item, inside, all);
  }
}

/** Whether the index knows the orders that functions make of the texts at a path: nobody sorts ids in small letters. */
export function hasOrders(names: string[]): boolean {
  return names.at(-1)?.startsWith('_') === false;
}

/** What groq-js takes for a time. */
const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|([-+]\d{2}:\d{2}))$/;

function ordersOf(path: string, text: string): Attribute[] {
  const lower: Attribute = { path, kind: 7, value: sortable(text.toLowerCase().slice(0, lettersInOrder)) };
  if (!time.test(text)) return [lower];
  const milliseconds = new Date(text).getTime();
  return [lower, Number.isNaN(milliseconds) ? { path, kind: 9, value: 0 } : { path, kind: 8, value: milliseconds }];
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
export function asIndexed(value: unknown): { kind: 0 | 1 | 2 | 3 | 5; value: string | number } {
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

/** A value as it was before it was indexed; undefined for one that the index does not hold. */
export function fromIndex(kind: number, value: unknown): string | number | boolean | undefined {
  if (kind === 1 && typeof value === 'number') return value;
  if (kind === 2 && typeof value === 'string') return unsortable(value);
  return kind === 3 ? value === 1 : undefined;
}

function unsortable(text: string): string {
  return text.replaceAll(/[\u{e000}-\u{e7ff}\u{1e000}-\u{1ffff}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return String.fromCharCode(code < 0x10000 ? code - 0x800 : code - 0x10000);
  });
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
