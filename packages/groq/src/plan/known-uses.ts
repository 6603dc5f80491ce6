import { child, children, type ExprNode, isExprNode } from '../parse/groq.ts';
import { attributePath, isIndexedPath } from '../store/attributes-in.ts';
import { namesOf, planFilter, withinOf } from './plan.ts';

/**
 * What a query takes of the documents of each `*` in it, where that is no more than values that the index has: then no
 * document has to be read to sort ten thousand of them, or to list their titles.
 */
export type KnownUses = {
  /** For a node that stands for everything: where in its documents the values are, by the names that lead to them. */
  paths: ReadonlyMap<ExprNode, KnownPaths>;
  /** Conditions on a document as a whole, which must be answered by an index where there are but some of its values. */
  wholes: ReadonlySet<ExprNode>;
};

export type KnownPaths = readonly (readonly string[])[];

/** In columns of their own: every document has them whatever else is known of it. */
const always = new Set(['_id', '_type', '_rev', '_originalId']);

export function knownUsesOf(root: ExprNode): KnownUses {
  const paths = new Map<ExprNode, KnownPaths>();
  const wholes = new Set<ExprNode>();

  function visit(value: unknown): void {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isExprNode(value) && value.type !== 'Value') {
      const known = usesIn(value);
      if (known) {
        paths.set(known.everything, [...known.uses.paths.values()]);
        for (const whole of known.uses.wholes) wholes.add(whole);
      }
      Object.values(value).forEach(visit);
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  }

  visit(root);
  return { paths, wholes };
}

type Uses = { paths: Map<string, string[]>; wholes: Set<ExprNode> };

/** Of a node that takes something of each of a filter's documents, or only counts them. */
function usesIn(node: ExprNode): { everything: ExprNode; uses: Uses } | undefined {
  const isMap = node.type === 'Map' || node.type === 'FlatMap';
  const isCount = node.type === 'FuncCall' && node.name === 'count';
  const base = isMap ? child(node, 'base') : isCount ? children(node, 'args')[0] : undefined;
  if (!base) return undefined;
  const uses: Uses = { paths: new Map(), wholes: new Set() };
  const everything = ofDocuments(base, uses);
  if (!everything || (isMap && !isKnown(child(node, 'expr'), uses))) return undefined;
  return { everything, uses };
}

/** The `*` whose documents an expression filters, sorts, scores and cuts; undefined if it takes more than values of them. */
function ofDocuments(node: ExprNode, uses: Uses): ExprNode | undefined {
  if (node.type === 'Everything') return node;
  const inner = steps[node.type]?.(node);
  if (!inner?.every((part) => isKnown(part, uses))) return undefined;
  return ofDocuments(child(node, 'base'), uses);
}

/** What each step asks of a document. */
const steps: Record<string, ((node: ExprNode) => ExprNode[]) | undefined> = {
  Filter: (node) => [child(node, 'expr')],
  PipeFuncCall: (node) => children(node, 'args'),
  Group: () => [],
  ArrayCoerce: () => [],
  Slice: () => [],
};

/** Whether an expression over a document takes nothing of it but values the index has, which are noted. */
function isKnown(node: ExprNode, uses: Uses): boolean {
  if (isOnWhole(node)) {
    uses.wholes.add(node);
    return toldArguments(node).every((argument) => isKnown(argument, uses));
  }
  const names = namesOf(node);
  if (names) return isNoted(names, uses);
  const parts = partsOf[node.type]?.(node);
  if (parts) return parts.every((part) => isKnown(part, uses));
  return isOfReferenced(node, uses);
}

/** Names that no object may have which groq-js looks into. */
const unsafe = new Set(['__proto__', 'hasOwnProperty']);

function isNoted(names: string[], uses: Uses): boolean {
  if (names.length === 1 && always.has(names[0] ?? '')) return true;
  if (!isIndexedPath(names) || names.some((name) => unsafe.has(name))) return false;
  uses.paths.set(attributePath(names), names);
  return true;
}

/** `references(…)`, or a `text::query(…)` in the whole document, for what is the same for all of them. */
function isOnWhole(node: ExprNode): boolean {
  if (node.type === 'FuncCall') {
    return node.namespace === 'global' && node.name === 'references' && planFilter(node, visible) !== undefined;
  }
  if (node.type !== 'OpCall' || node.op !== 'match' || !isWhole(child(node, 'left'))) return false;
  const { type, namespace, name } = child(node, 'right');
  return type === 'FuncCall' && namespace === 'text' && name === 'query' && planFilter(node, visible) !== undefined;
}

const visible = { isHidden: false };

function toldArguments(node: ExprNode): ExprNode[] {
  return node.type === 'FuncCall' ? children(node, 'args') : [child(node, 'right')];
}

/** The document, or a list of it and of its id: what the Studio searches in. */
function isWhole(node: ExprNode): boolean {
  const within = withinOf(node);
  return within === 'document' || within === 'document and id';
}

const sides = (node: ExprNode): ExprNode[] => [child(node, 'left'), child(node, 'right')];
const base = (node: ExprNode): ExprNode[] => [child(node, 'base')];

/** The parts of what is made of values alone. Whatever is not here, or looks at the document itself, needs all of it. */
const partsOf: Record<string, ((node: ExprNode) => ExprNode[] | undefined) | undefined> = {
  Value: () => [],
  Parameter: () => [],
  Group: base,
  Not: base,
  Neg: base,
  Pos: base,
  Asc: base,
  Desc: base,
  AccessElement: base,
  Slice: base,
  ArrayCoerce: base,
  AccessAttribute: (node) => (isExprNode(node.base) && node.base.type !== 'This' ? base(node) : undefined),
  And: sides,
  Or: sides,
  OpCall: sides,
  InRange: (node) => [...base(node), ...sides(node)],
  FuncCall: (node) => (ofArguments.has(`${node.namespace}::${node.name}`) ? children(node, 'args') : undefined),
  Select: (node) => [
    ...children(node, 'alternatives').flatMap((part) => [child(part, 'condition'), child(part, 'value')]),
    ...(isExprNode(node.fallback) ? [node.fallback] : []),
  ],
  Array: (node) => children(node, 'elements').map((element) => child(element, 'value')),
  Object: (node) => {
    const attributes = children(node, 'attributes');
    const isPlain = attributes.every(({ type }) => type === 'ObjectAttributeValue');
    return isPlain ? attributes.map((attribute) => child(attribute, 'value')) : undefined;
  },
  // In a projection of its own, a document's values are read as outside.
  Projection: (node) => (child(node, 'base').type === 'This' ? [child(node, 'expr')] : undefined),
};

/** Functions of their arguments, which look at nothing else of the document. */
const ofArguments = new Set([
  ...['boost', 'coalesce', 'count', 'dateTime', 'defined', 'identity', 'length', 'lower', 'now', 'round', 'string'].map(
    (name) => `global::${name}`,
  ),
  'global::upper',
  'pt::text',
  'string::lower',
  'string::upper',
  'string::startsWith',
  'text::query',
]);

/** `topic->title`, `topic->{title}`: of the document, only which one it refers to. */
function isOfReferenced(node: ExprNode, uses: Uses): boolean {
  if (node.type === 'Deref') {
    const names = namesOf(child(node, 'base'));
    return names ? isNoted([...names, '_ref'], uses) : isKnown(child(node, 'base'), uses);
  }
  if (node.type !== 'Projection' || looksBack(node.expr)) return false;
  return isOfReferenced(child(node, 'base'), uses);
}

/** Whether something in another document's scope looks at the one that refers to it. */
function looksBack(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(looksBack);
  if (typeof value !== 'object' || value === null) return false;
  if (isExprNode(value) && value.type === 'Value') return false;
  return (isExprNode(value) && value.type === 'Parent') || Object.values(value).some(looksBack);
}
