import { child, children, type ExprNode, isExprNode } from '../parse/groq.ts';
import type { Place } from '../parse/rewrite-tree.ts';
import { attributePath, isIndexedPath } from '../store/attributes-in.ts';
import { namesWithoutWords } from '../store/words-in.ts';
import { hoist } from './hoist.ts';

/** The indexes; `attributes` in SQL serves `equal`, `range` and `defined`. */
export type IndexKind = 'id' | 'group' | 'slug' | 'references' | 'equal' | 'words' | 'range' | 'type' | 'defined';

/** A condition that an index answers: the index, the path in it, and the expression of the key. */
export type Lookup = {
  index: IndexKind;
  path: string;
  operator: string;
  key: ExprNode;
  /** For `words`: what is searched, if it is one of these; otherwise the index only narrows the search down. */
  within?: Within;
};

/** All readable text of a document, its id, or both. An id always has a word. */
export type Within = 'document' | 'id' | 'document and id';

/** A necessary condition of a filter, not always a sufficient one: groq-js evaluates the filter for what it finds. */
export type Condition = Lookup | { all: Condition[] } | { any: Condition[] };

/** `isWhole`: the condition covers the whole filter, not just a part of it. */
export type Plan = { condition: Condition; isWhole: boolean };

/** Finds in a filter such as `_type == "article" && slug.current == $slug` the conditions that indexes answer. */
export function planFilter(filter: ExprNode, place: Place): Plan | undefined {
  switch (filter.type) {
    case 'Group':
      return planFilter(child(filter, 'base'), place);
    case 'And':
      return both(planFilter(child(filter, 'left'), place), planFilter(child(filter, 'right'), place));
    case 'Or':
      return either(planFilter(child(filter, 'left'), place), planFilter(child(filter, 'right'), place));
    default: {
      const condition = comparison(filter, place) ?? functionCall(filter, place);
      return condition && { condition, isWhole: true };
    }
  }
}

/**
 * The rest of a filter, to be evaluated for each candidate: without the conditions that the index always decides.
 * Undefined if nothing is left.
 */
export function remainderOf(filter: ExprNode, place: Place): ExprNode | undefined {
  if (filter.type === 'Group') return remainderOf(child(filter, 'base'), place);
  if (filter.type === 'And') {
    const left = remainderOf(child(filter, 'left'), place);
    const right = remainderOf(child(filter, 'right'), place);
    return left && right ? { type: 'And', left, right } : (left ?? right);
  }
  const lookup = comparison(filter, place) ?? functionCall(filter, place);
  const isDecided = lookup?.operator === 'call' || lookup?.operator === '==';
  return isDecided && (lookup.index === 'references' || lookup.index === 'type') ? undefined : filter;
}

/** The lookups of a condition, in a fixed order. */
export function lookupsOf(condition: Condition): Lookup[] {
  if ('all' in condition) return condition.all.flatMap(lookupsOf);
  if ('any' in condition) return condition.any.flatMap(lookupsOf);
  return [condition];
}

/**
 * A necessary condition for a score above 0: one of `score()`'s arguments holds, or the document has a `_score` field.
 */
export function planScore(args: ExprNode[], place: Place): Plan | undefined {
  const scoredBefore = definedLookup({ type: 'AccessAttribute', name: '_score' });
  const plans = args.map((argument) => planOneScore(argument, place));
  return plans.reduce(either, scoredBefore && { condition: scoredBefore, isWhole: true });
}

function planOneScore(node: ExprNode, place: Place): Plan | undefined {
  const part = (field: string) => planOneScore(child(node, field), place);
  if (node.type === 'Group') return part('base');
  if (node.type === 'And') return both(part('left'), part('right'));
  if (node.type === 'Or') return either(part('left'), part('right'));
  if (node.type === 'FuncCall' && node.name === 'boost') {
    const [boosted] = children(node, 'args');
    return boosted && planOneScore(boosted, place);
  }
  if (node.type === 'OpCall' && node.op === 'match') {
    const lookup = wordLookup(child(node, 'left'), child(node, 'right'), place);
    return lookup && { condition: { ...lookup, operator: 'score' }, isWhole: true };
  }
  return planFilter(node, place);
}

export function both(left: Plan | undefined, right: Plan | undefined): Plan | undefined {
  if (!left || !right) {
    const known = left ?? right;
    return known && { ...known, isWhole: false };
  }
  return { condition: { all: [left.condition, right.condition] }, isWhole: left.isWhole && right.isWhole };
}

function either(left: Plan | undefined, right: Plan | undefined): Plan | undefined {
  if (!left || !right) return undefined;
  return { condition: { any: [left.condition, right.condition] }, isWhole: left.isWhole && right.isWhole };
}

const mirrored: Record<string, string | undefined> = { '==': '==', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function comparison(condition: ExprNode, place: Place): Lookup | undefined {
  if (condition.type !== 'OpCall' || typeof condition.op !== 'string') return undefined;
  const { op } = condition;
  const left = child(condition, 'left');
  const right = child(condition, 'right');
  if (op === 'match') return wordLookup(left, right, place);
  if (op === 'in') return fieldLookup(left, 'in', right, place) ?? referenceInList(left, right, place);
  const mirroredOp = mirrored[op];
  if (mirroredOp === undefined) return undefined;
  return fieldLookup(left, op, right, place) ?? fieldLookup(right, mirroredOp, left, place);
}

const columns: Record<string, 'id' | 'type' | 'slug' | undefined> = {
  _id: 'id',
  _type: 'type',
  'slug.current': 'slug',
};

function fieldLookup(field: ExprNode, operator: string, keys: ExprNode, place: Place): Lookup | undefined {
  const names = namesOf(field);
  const key = names && hoist(keys, place);
  if (!names || !key) return undefined;
  const path = attributePath(names);
  const column = columns[path];
  const isEquality = operator === '==' || operator === 'in';
  if (column === 'id' && !isEquality) return { index: 'range', path, operator, key };
  if (column) return isEquality ? { index: column, path, operator, key } : undefined;
  return isIndexedPath(names) ? { index: isEquality ? 'equal' : 'range', path, operator, key } : undefined;
}

/** `['slug', 'current']` for `slug.current`, if it is read from the document itself. */
export function namesOf(node: ExprNode): string[] | undefined {
  if (node.type === 'Group') return namesOf(child(node, 'base'));
  if (node.type !== 'AccessAttribute' || typeof node.name !== 'string') return undefined;
  if (!isExprNode(node.base) || node.base.type === 'This') return [node.name];
  const base = namesOf(node.base);
  return base && [...base, node.name];
}

/** `$id in authors[]._ref`: only documents with a reference to it pass. */
function referenceInList(id: ExprNode, list: ExprNode, place: Place): Lookup | undefined {
  const isOfReferences =
    (list.type === 'Map' || list.type === 'FlatMap') &&
    namesOf(child(list, 'expr'))?.join() === '_ref' &&
    child(list, 'base').type === 'ArrayCoerce' &&
    namesOf(child(child(list, 'base'), 'base'))?.length === 1;
  const key = isOfReferences ? hoist(id, place) : undefined;
  return key && { index: 'references', path: '', operator: 'in', key };
}

function wordLookup(text: ExprNode, pattern: ExprNode, place: Place): Lookup | undefined {
  const key = hasIndexedWords(text) ? hoist(pattern, place) : undefined;
  const within = withinOf(text);
  return key && { index: 'words', path: '', operator: 'match', key, ...(within && { within }) };
}

/** The Studio searches in `[@, _id]`. */
export function withinOf(node: ExprNode): Within | undefined {
  if (node.type === 'Group') return withinOf(child(node, 'base'));
  if (node.type === 'This') return 'document';
  if (node.type !== 'Array') return namesOf(node)?.join() === '_id' ? 'id' : undefined;
  const parts = children(node, 'elements').map((element) =>
    element.isSplat === true ? undefined : withinOf(child(element, 'value')),
  );
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  const [first, ...others] = new Set(parts);
  return others.length === 0 ? first : 'document and id';
}

/** Whether every word of the expression's value is a word of the document itself, so that the index lists it. */
function hasIndexedWords(node: ExprNode): boolean {
  switch (node.type) {
    case 'This':
      return true;
    case 'Group':
    case 'ArrayCoerce':
      return hasIndexedWords(child(node, 'base'));
    case 'AccessAttribute':
      return !namesWithoutWords.has(String(node.name)) && (!isExprNode(node.base) || hasIndexedWords(node.base));
    case 'Map':
    case 'FlatMap':
      return hasIndexedWords(child(node, 'base')) && hasIndexedWords(child(node, 'expr'));
    case 'Array':
      return children(node, 'elements').every((element) => hasIndexedWords(child(element, 'value')));
    case 'FuncCall':
      return node.namespace === 'pt' && node.name === 'text' && children(node, 'args').every(hasIndexedWords);
    default:
      return false;
  }
}

function functionCall(condition: ExprNode, place: Place): Lookup | undefined {
  if (condition.type !== 'FuncCall') return undefined;
  const name = `${condition.namespace}::${condition.name}`;
  const args = children(condition, 'args');
  if (name === 'global::defined') return definedLookup(args[0]);
  const index = name === 'global::references' ? 'references' : name === 'sanity::versionOf' ? 'group' : undefined;
  if (!index) return undefined;
  const keys = args.map((argument) => hoist(argument, place));
  const known = keys.filter((key) => key !== undefined);
  if (known.length !== args.length) return undefined;
  const elements = known.map((value) => ({ type: 'ArrayElement', value, isSplat: false }));
  return { index, path: '', operator: 'call', key: { type: 'Array', elements } };
}

function definedLookup(argument: ExprNode | undefined): Lookup | undefined {
  const names = argument && namesOf(argument);
  if (!names || !isIndexedPath(names)) return undefined;
  const key: ExprNode = { type: 'Value', value: null };
  return { index: 'defined', path: attributePath(names), operator: 'defined', key };
}
