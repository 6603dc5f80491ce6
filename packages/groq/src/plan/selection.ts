import type { SQLInputValue } from 'node:sqlite';
import { termsOf } from '../functions/match.ts';
import { TextQuery } from '../functions/text-query.ts';
import { queryLimits } from '../limits.ts';
import { type Attribute, anyPath, asIndexed, withAttribute } from '../store/attributes-in.ts';
import { inSmallLetters, wordMarks } from '../store/words-in.ts';
import type { Condition, IndexKind, Lookup } from './plan.ts';

/**
 * A condition in SQL. It lets through what GROQ would, and perhaps more. It is exact, and lets through no more,
 * if it says so and if the index can tell all values at the paths in `ifTold`.
 */
export type Selection = {
  sql: string;
  values: SQLInputValue[];
  index: IndexKind | 'none';
  isExact: boolean;
  ifTold: string[];
  /** Between which values at a path all that it lets through lies. */
  bounds?: Bound[];
  /** The same asked of one document, where that is less work than to list all that it lets through. */
  test?: Sql;
  /** Where all of several must hold: each of them. */
  parts?: Selection[];
};

export type Sql = { sql: string; values: SQLInputValue[] };

/** A part of an index: of the rows at a path, those that fulfil a condition. */
export type Bound = Sql & { path: string };

/** The value of each lookup's key, as evaluated. */
export type Keys = Map<Lookup, unknown>;

/** How the documents of a group are told apart by the ids in a query: under layers all variants have one id. */
type Context = { isRaw: boolean };

/** The best index first: it lets the fewest documents through. */
const preference: IndexKind[] = ['id', 'group', 'slug', 'references', 'equal', 'words', 'range', 'type', 'defined'];
const mostTerms = queryLimits.terms.value;

/** What a query sees as the id: under layers, that of the published document, whatever the layer. */
export function idColumn(isRaw: boolean): string {
  return isRaw ? 'd.id' : 'd.group_id';
}

/** A condition as SQL, or undefined where the values of its keys are none that an index lists. */
export function selectionOf(condition: Condition, keys: Keys, context: Context): Selection | undefined {
  if ('any' in condition) return anyOf(condition.any.map((part) => selectionOf(part, keys, context)));
  if ('all' in condition) return allOf(condition.all.map((part) => selectionOf(part, keys, context)));
  const value = keys.get(condition);
  if (hasAlwaysWords(condition) && value instanceof TextQuery && value.isForAnyWord()) return unlimited;
  const selection = lookups[condition.index](condition, value, context);
  return selection && { ...selection, index: condition.index };
}

/** Lets everything through. */
const unlimited: Selection = { sql: '1', values: [], index: 'none', isExact: true, ifTold: [] };

/** One part leads, by the best index; the others only test what it finds, which the plus sign tells SQLite. */
function allOf(parts: (Selection | undefined)[]): Selection | undefined {
  const known = parts.filter((part) => part !== undefined).sort((a, b) => rank(a) - rank(b));
  const [first, ...others] = known;
  if (!first) return undefined;
  let { sql, isExact } = first;
  const [values, ifTold, bounds] = [[...first.values], [...first.ifTold], [...(first.bounds ?? [])]];
  const leaves = [...(first.parts ?? [first])];
  // One loop for all of it, since this is done for every query: list by list, it took as long as finding the document.
  for (const part of others) {
    sql += ` AND +(${part.sql})`;
    isExact &&= part.isExact;
    values.push(...part.values);
    ifTold.push(...part.ifTold);
    if (part.bounds) bounds.push(...part.bounds);
    leaves.push(...(part.parts ?? [part]));
  }
  return {
    index: first.index,
    sql,
    values,
    isExact: isExact && known.length === parts.length,
    ifTold,
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
    ifTold: known.flatMap(({ ifTold }) => ifTold),
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
  // `slug.current == null` is true of documents without a slug, which no index lists.
  slug: (lookup, value) => (stringsFor(lookup, value) ? inColumn('d.slug', lookup, value) : undefined),
  group: (lookup, value) => {
    const groups = inColumn('d.group_id', lookup, value);
    const ids = inColumn('d.id', lookup, value);
    const values = [...groups.values, ...ids.values];
    return { sql: `(${groups.sql} OR ${ids.sql})`, values, isExact: false, ifTold: [] };
  },
  references: (lookup, value) => {
    const targets = inColumn('to_id', lookup, value);
    const sql = `d.id IN (SELECT from_id FROM document_references WHERE ${targets.sql})`;
    return { ...targets, sql, isExact: lookup.operator === 'call' };
  },
  equal: (lookup, value) => {
    const { path, operator } = lookup;
    const found = keysIn(lookup, value);
    const keys = found.map(asIndexed);
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
    const { kind, value: limit } = asIndexed(value);
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
    return { sql, values: [expression], isExact: exact !== undefined, ifTold: [] };
  },
};

/** An id is of letters that sort alike everywhere, whatever the text is that it is compared with. */
function idRange(comparison: string, limit: unknown, { isRaw }: Context): Part | undefined {
  if (typeof limit !== 'string') return undefined;
  return { sql: `${idColumn(isRaw)} ${comparison} ?`, values: [limit], isExact: true, ifTold: [] };
}

const sqlOperators: Record<string, string | undefined> = { '<': '<', '<=': '<=', '>': '>', '>=': '>=' };

/** `x in list` has as many keys as the list; `x == value` has one. The arguments of functions may be lists. */
function keysIn({ operator }: Lookup, value: unknown): unknown[] {
  if (!Array.isArray(value) || operator === '==') return [value];
  return operator === 'call' ? value.flat() : value;
}

/** The ids, types or slugs that a lookup looks for; undefined where it may find documents without one. */
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
  return { sql, values: [isOne ? only : JSON.stringify(keys)], isExact, ifTold: [] };
}

/** Found with the documents of which the index can't tell. */
function attribute(path: string, condition: string, values: SQLInputValue[], isExact: boolean): Part {
  return { ...withAttribute(path, condition, values), isExact, ifTold: [path] };
}

/** Whether a document has just this value at a path, or one of which the index can't tell. */
function hasValue(path: string, { kind, value }: Pick<Attribute, 'kind' | 'value'>): Sql {
  const sql = `EXISTS (SELECT 1 FROM attributes WHERE document = d.rowid AND (
    (path = ? AND kind = ? AND value = ?) OR (path IN (?, '${anyPath}') AND kind = 0 AND value = 0)))`;
  return { sql, values: [path, kind, value, path] };
}

/** What every text that matches must have, for FTS5; undefined if that is nothing the index could look for. */
function wordExpression({ operator }: Lookup, pattern: unknown): string | undefined {
  const terms = pattern instanceof TextQuery ? pattern.requiredTerms() : textsIn(pattern).flatMap(termsOf);
  const wanted = terms.map(indexedPart);
  const known = wanted.filter((part) => part !== undefined);
  // One of the words is enough to score with `match`, but not with a `text::query()`.
  const isAnyEnough = operator === 'score' && !(pattern instanceof TextQuery);
  if (known.length === 0) return undefined;
  if (isAnyEnough && (known.length < wanted.length || known.length > mostTerms)) return undefined;
  const parts = known.map((part) => anywhere(part, [...places.document, ...places.id, ...places.elsewhere]));
  return isAnyEnough ? parts.join(' OR ') : parts.slice(0, mostTerms).join(' AND ');
}

/** Just the documents that a `text::query()` finds; undefined where the index can't tell. */
function exactExpression({ within }: Lookup, query: TextQuery, { isRaw }: Context): string | undefined {
  const ofId = isRaw ? wordMarks.ownId : wordMarks.publishedId;
  if (!within || !query.isTellable() || query.terms.length > mostTerms) return undefined;
  const marks = [...(within === 'id' ? [] : places.document), ...(within === 'document' ? [] : [ofId])];
  const partsOf = (isForbidden: boolean): string[] =>
    query.terms
      .filter((term) => term.isForbidden === isForbidden && !term.isAny)
      .flatMap(({ text }) => indexedPart(text) ?? [])
      .map((part) => anywhere(part, marks));
  const [required, forbidden] = [partsOf(false), partsOf(true)];
  // A document without a word has no `*` either; and where anything is forbidden, nothing is left.
  const isAboutAny = query.terms.some(({ isAny, isForbidden }) => isAny && (isForbidden || within === 'document'));
  if (required.length === 0 || isAboutAny) return undefined;
  return [required.join(' AND '), ...forbidden].join(' NOT ');
}

/** In a text that always has a word, since no id is without one. */
function hasAlwaysWords({ within }: Lookup): boolean {
  return within === 'id' || within === 'document and id';
}

/** By which mark a word is in the index, by where it is in a document. */
const places = {
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

/** The beginning of a term up to its first wildcard, as the index has words; a dot stands for any character, too. */
function indexedPart(term: string): IndexedPart | undefined {
  const small = inSmallLetters(term);
  const [start = ''] = /^[a-z0-9'_=~`\u0080-\ufdcf\ufdf0-\uffff]*/.exec(small) ?? [];
  if (start === '' || !start.isWellFormed()) return undefined;
  return { start, isWhole: start.length === small.length };
}
