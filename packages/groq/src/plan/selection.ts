import type { SQLInputValue } from 'node:sqlite';
import { termsOf } from '../functions/match.ts';
import { TextQuery } from '../functions/text-query.ts';
import { queryLimits } from '../limits.ts';
import { type Attribute, toIndexValue, wholeDocumentPath, withAttribute } from '../store/attributes-in.ts';
import { foldCase, wordMarks } from '../store/words-in.ts';
import type { Condition, IndexKind, Lookup } from './plan.ts';

/**
 * A condition in SQL, which selects at least the documents that GROQ would. It selects no others if `isExact` and if
 * the index holds all values at the paths in `exactIfComplete`.
 */
export type Selection = {
  sql: string;
  values: SQLInputValue[];
  index: IndexKind | 'none';
  isExact: boolean;
  exactIfComplete: string[];
  /** Bounds on the value at a path, which all selected documents meet. */
  bounds?: Bound[];
  /** The same condition as a test of one row, where that is cheaper than listing all selected documents. */
  test?: Sql;
  /** The conjuncts, if there are several. */
  parts?: Selection[];
};

export type Sql = { sql: string; values: SQLInputValue[] };

/** A range of the attribute index: the rows at a path that meet a condition. */
export type Bound = Sql & { path: string };

/** The evaluated key of each lookup. */
export type Keys = Map<Lookup, unknown>;

/** Raw: each variant has its own id. Under layers, all variants have the published id. */
type Context = { isRaw: boolean };

/** Most selective index first. */
const preference: IndexKind[] = ['id', 'group', 'slug', 'references', 'equal', 'words', 'range', 'type', 'defined'];
const mostTerms = queryLimits.terms.value;

/** The column with the id that a query sees. */
export function idColumn(isRaw: boolean): string {
  return isRaw ? 'd.id' : 'd.group_id';
}

/** A condition as SQL; undefined where its keys are values that no index lists. */
export function selectionOf(condition: Condition, keys: Keys, context: Context): Selection | undefined {
  if ('any' in condition) return anyOf(condition.any.map((part) => selectionOf(part, keys, context)));
  if ('all' in condition) return allOf(condition.all.map((part) => selectionOf(part, keys, context)));
  const value = keys.get(condition);
  if (includesId(condition) && value instanceof TextQuery && value.isForAnyWord()) return unlimited;
  const selection = lookups[condition.index](condition, value, context);
  return selection && { ...selection, index: condition.index };
}

/** Selects everything. */
const unlimited: Selection = { sql: '1', values: [], index: 'none', isExact: true, exactIfComplete: [] };

/** The most selective part leads; unary plus keeps SQLite from using an index for the others. */
function allOf(parts: (Selection | undefined)[]): Selection | undefined {
  const known = parts.filter((part) => part !== undefined).sort((a, b) => rank(a) - rank(b));
  const [first, ...others] = known;
  if (!first) return undefined;
  let { sql, isExact } = first;
  const [values, exactIfComplete, bounds] = [[...first.values], [...first.exactIfComplete], [...(first.bounds ?? [])]];
  const leaves = [...(first.parts ?? [first])];
  // One loop over all fields: one loop for each took as long as finding the document.
  for (const part of others) {
    sql += ` AND +(${part.sql})`;
    isExact &&= part.isExact;
    values.push(...part.values);
    exactIfComplete.push(...part.exactIfComplete);
    if (part.bounds) bounds.push(...part.bounds);
    leaves.push(...(part.parts ?? [part]));
  }
  return {
    index: first.index,
    sql,
    values,
    isExact: isExact && known.length === parts.length,
    exactIfComplete,
    bounds,
    parts: leaves,
  };
}

function anyOf(parts: (Selection | undefined)[]): Selection | undefined {
  if (parts.includes(unlimited)) return unlimited;
  const known = parts.filter((part) => part !== undefined);
  const last = known.toSorted((a, b) => rank(a) - rank(b)).at(-1);
  if (!last || known.length !== parts.length) return undefined;
  return {
    index: last.index,
    sql: `(${known.map(({ sql }) => sql).join(' OR ')})`,
    values: known.flatMap(({ values }) => values),
    isExact: known.every(({ isExact }) => isExact),
    exactIfComplete: known.flatMap(({ exactIfComplete }) => exactIfComplete),
  };
}

function rank({ index }: Selection): number {
  return index === 'none' ? preference.length : preference.indexOf(index);
}

type Part = Omit<Selection, 'index'>;
type Make = (lookup: Lookup, value: unknown, context: Context) => Part | undefined;

const lookups: Record<IndexKind, Make> = {
  id: (lookup, value, { isRaw }) => inColumn(idColumn(isRaw), lookup, value),
  type: (lookup, value) => inColumn('d.type', lookup, value),
  // `slug.current == null` matches documents without a slug, which the index does not list.
  slug: (lookup, value) => (stringsFor(lookup, value) ? inColumn('d.slug', lookup, value) : undefined),
  group: (lookup, value) => {
    const groups = inColumn('d.group_id', lookup, value);
    const ids = inColumn('d.id', lookup, value);
    const values = [...groups.values, ...ids.values];
    return { sql: `(${groups.sql} OR ${ids.sql})`, values, isExact: false, exactIfComplete: [] };
  },
  references: (lookup, value) => {
    const targets = inColumn('to_id', lookup, value);
    const sql = `d.id IN (SELECT from_id FROM document_references WHERE ${targets.sql})`;
    return { ...targets, sql, isExact: lookup.operator === 'call' };
  },
  equal: (lookup, value) => {
    const { path, operator } = lookup;
    const found = keysIn(lookup, value);
    const keys = found.map(toIndexValue);
    const isListed = found.every((key) => key !== null && key !== undefined) && keys.every(({ kind }) => kind !== 0);
    if (!isListed) return undefined;
    const [only] = keys;
    if (keys.length === 1 && only) {
      const { kind, value: sought } = only;
      const isExact = operator === '==' && kind < 5;
      return { ...attribute(path, 'kind = ? AND value = ?', [kind, sought], isExact), test: hasValue(path, only) };
    }
    const list = JSON.stringify(keys.filter(({ kind }) => kind !== 5).map((key) => key.value));
    return attribute(path, 'kind BETWEEN 1 AND 3 AND value IN (SELECT value FROM json_each(?))', [list], false);
  },
  range: ({ path, operator }, value, context) => {
    const { kind, value: limit } = toIndexValue(value);
    const comparison = sqlOperators[operator];
    if (comparison === undefined || (kind !== 1 && kind !== 2)) return undefined;
    if (path === '_id') return idRange(comparison, value, context);
    const bound = { path, sql: `kind = ? AND value ${comparison} ?`, values: [kind, limit] };
    return { ...attribute(path, bound.sql, bound.values, true), bounds: [bound] };
  },
  defined: ({ path }) => attribute(path, 'kind BETWEEN 1 AND 5', [], true),
  words: (lookup, value, context) => {
    const exact = value instanceof TextQuery ? exactExpression(lookup, value, context) : undefined;
    const expression = exact ?? wordExpression(lookup, value);
    if (expression === undefined) return undefined;
    const sql = 'd.rowid IN (SELECT rowid FROM document_words WHERE document_words MATCH ?)';
    return { sql, values: [expression], isExact: exact !== undefined, exactIfComplete: [] };
  },
};

/** Ids are ASCII, so SQLite compares them as JavaScript does, with any text. */
function idRange(comparison: string, limit: unknown, { isRaw }: Context): Part | undefined {
  if (typeof limit !== 'string') return undefined;
  return { sql: `${idColumn(isRaw)} ${comparison} ?`, values: [limit], isExact: true, exactIfComplete: [] };
}

const sqlOperators: Record<string, string | undefined> = { '<': '<', '<=': '<=', '>': '>', '>=': '>=' };

/** `x in list` has one key for each item; `x == value` has one. Arguments of functions may be nested lists. */
function keysIn({ operator }: Lookup, value: unknown): unknown[] {
  if (!Array.isArray(value) || operator === '==') return [value];
  return operator === 'call' ? value.flat() : value;
}

/** The ids, types or slugs of a lookup; undefined where it may match documents without one. */
export function stringsFor(lookup: Lookup, value: unknown): string[] | undefined {
  const keys = keysIn(lookup, value);
  const strings = keys.filter((key) => typeof key === 'string');
  return lookup.index === 'slug' && strings.length < keys.length ? undefined : strings;
}

function inColumn(column: string, lookup: Lookup, value: unknown): Part {
  const keys = stringsFor(lookup, value) ?? [];
  const isExact = lookup.operator === '==' || Array.isArray(value);
  const [only] = keys;
  const isOne = keys.length === 1 && only !== undefined;
  const sql = isOne ? `${column} = ?` : `${column} IN (SELECT value FROM json_each(?))`;
  return { sql, values: [isOne ? only : JSON.stringify(keys)], isExact, exactIfComplete: [] };
}

/** Includes the documents whose value is not indexed. */
function attribute(path: string, condition: string, values: SQLInputValue[], isExact: boolean): Part {
  return { ...withAttribute(path, condition, values), isExact, exactIfComplete: [path] };
}

/** A test of one row: its document has this value at a path, or one that is not indexed. */
function hasValue(path: string, { kind, value }: Pick<Attribute, 'kind' | 'value'>): Sql {
  const sql = `EXISTS (SELECT 1 FROM attributes WHERE document = d.rowid AND (
    (path = ? AND kind = ? AND value = ?) OR (path IN (?, '${wholeDocumentPath}') AND kind = 0 AND value = 0)))`;
  return { sql, values: [path, kind, value, path] };
}

/** An FTS5 expression that every matching text satisfies; undefined if the pattern has no word to look up. */
function wordExpression({ operator }: Lookup, pattern: unknown): string | undefined {
  const terms = pattern instanceof TextQuery ? pattern.requiredTerms() : textsIn(pattern).flatMap(termsOf);
  const all = terms.map(indexedPart);
  const known = all.filter((part) => part !== undefined);
  // In `score()`, one word is enough with a pattern of `match`, but not with a `text::query()`.
  const isAnyEnough = operator === 'score' && !(pattern instanceof TextQuery);
  if (known.length === 0) return undefined;
  if (isAnyEnough && (known.length < all.length || known.length > mostTerms)) return undefined;
  const parts = known.map((part) =>
    anywhere(part, [...marksByPlace.document, ...marksByPlace.id, ...marksByPlace.elsewhere]),
  );
  return isAnyEnough ? parts.join(' OR ') : parts.slice(0, mostTerms).join(' AND ');
}

/**
 * An FTS5 expression for exactly the documents that a `text::query()` matches; undefined where the index can't decide.
 */
function exactExpression({ within }: Lookup, query: TextQuery, { isRaw }: Context): string | undefined {
  const ofId = isRaw ? wordMarks.ownId : wordMarks.publishedId;
  if (!within || !query.isIndexable() || query.terms.length > mostTerms) return undefined;
  const marks = [...(within === 'id' ? [] : marksByPlace.document), ...(within === 'document' ? [] : [ofId])];
  const partsOf = (isForbidden: boolean): string[] =>
    query.terms
      .filter((term) => term.isForbidden === isForbidden && !term.isAny)
      .flatMap(({ text }) => indexedPart(text) ?? [])
      .map((part) => anywhere(part, marks));
  const [required, forbidden] = [partsOf(false), partsOf(true)];
  // `*` in a document needs any word, and `-*` needs none: FTS5 has no expression for either.
  const hasAnyTerm = query.terms.some(({ isAny, isForbidden }) => isAny && (isForbidden || within === 'document'));
  if (required.length === 0 || hasAnyTerm) return undefined;
  return [required.join(' AND '), ...forbidden].join(' NOT ');
}

/** The searched text includes the id, so it always has a word. */
function includesId({ within }: Lookup): boolean {
  return within === 'id' || within === 'document and id';
}

/** The marks of words in the index, by where they stand in a document. */
const marksByPlace = {
  document: [''],
  id: [wordMarks.publishedId, wordMarks.ownId],
  elsewhere: [wordMarks.hidden],
};

function anywhere(part: IndexedPart, marks: string[]): string {
  return `(${marks.map((mark) => `"${mark}${part.start}"${part.isWhole ? '' : ' *'}`).join(' OR ')})`;
}

function textsIn(pattern: unknown): string[] {
  return [pattern].flat().filter((text) => typeof text === 'string');
}

type IndexedPart = { start: string; isWhole: boolean };

/** The prefix of a term up to its first wildcard, normalised as in the index. A dot is a wildcard too. */
function indexedPart(term: string): IndexedPart | undefined {
  const folded = foldCase(term);
  const [start = ''] = /^[a-z0-9'_=~`\u0080-\ufdcf\ufdf0-\uffff]*/.exec(folded) ?? [];
  if (start === '' || !start.isWellFormed()) return undefined;
  return { start, isWhole: start.length === folded.length };
}
