import { child, children, type ExprNode, isExprNode } from '../parse/groq.ts';
import { attributePath, isIndexedPath } from '../store/attributes-in.ts';
import { namesOf, planFilter, withinOf } from './plan.ts';

/**
 * Where the attribute index covers a query, as a covering index does in SQL: the query uses only values in the index,
 * so that no document is read to sort ten thousand of them or to list their titles.
 */
export type IndexCoverage = {
  /** For each covered `*` node: the paths of the values that the query uses of its documents. */
  paths: ReadonlyMap<ExprNode, CoveredPaths>;
  /** Conditions on whole documents. The index must answer them, since a partial document holds only some values. */
  wholeDocumentTests: ReadonlySet<ExprNode>;
};

export type CoveredPaths = readonly (readonly string[])[];

/** Columns of the documents table, so in every partial document. */
const alwaysCovered = new Set(['_id', '_type', '_rev', '_originalId']);

export function coverageOf(root: ExprNode): IndexCoverage {
  const paths = new Map<ExprNode, CoveredPaths>();
  const wholeDocumentTests = new Set<ExprNode>();

  function visit(value: unknown): void {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isExprNode(value) && value.type !== 'Value') {
      const known = coverageBelow(value);
      if (known) {
        paths.set(known.everything, [...known.coverage.paths.values()]);
        for (const whole of known.coverage.wholeDocumentTests) wholeDocumentTests.add(whole);
      }
      Object.values(value).forEach(visit);
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  }

  visit(root);
  return { paths, wholeDocumentTests };
}

type Coverage = { paths: Map<string, string[]>; wholeDocumentTests: Set<ExprNode> };

/** For a node that maps or counts the documents of a filter. */
function coverageBelow(node: ExprNode): { everything: ExprNode; coverage: Coverage } | undefined {
  const isMap = node.type === 'Map' || node.type === 'FlatMap';
  const isCount = node.type === 'FuncCall' && node.name === 'count';
  const base = isMap ? child(node, 'base') : isCount ? children(node, 'args')[0] : undefined;
  if (!base) return undefined;
  const coverage: Coverage = { paths: new Map(), wholeDocumentTests: new Set() };
  const everything = everythingIn(base, coverage);
  if (!everything || (isMap && !isCovered(child(node, 'expr'), coverage))) return undefined;
  return { everything, coverage };
}

/**
 * The `*` whose documents an expression filters, sorts, scores and slices; undefined if the index does not cover that.
 */
function everythingIn(node: ExprNode, coverage: Coverage): ExprNode | undefined {
  if (node.type === 'Everything') return node;
  const inner = stepExpressions[node.type]?.(node);
  if (!inner?.every((part) => isCovered(part, coverage))) return undefined;
  return everythingIn(child(node, 'base'), coverage);
}

/** The expressions that each step evaluates over a document. */
const stepExpressions: Record<string, ((node: ExprNode) => ExprNode[]) | undefined> = {
  Filter: (node) => [child(node, 'expr')],
  PipeFuncCall: (node) => children(node, 'args'),
  Group: () => [],
  ArrayCoerce: () => [],
  Slice: () => [],
};

/** Whether an expression over a document uses only values in the index; adds their paths. */
function isCovered(node: ExprNode, coverage: Coverage): boolean {
  if (isWholeDocumentTest(node)) {
    coverage.wholeDocumentTests.add(node);
    return argumentsOf(node).every((argument) => isCovered(argument, coverage));
  }
  const names = namesOf(node);
  if (names) return addPath(names, coverage);
  const operands = operandsOf[node.type]?.(node);
  if (operands) return operands.every((operand) => isCovered(operand, coverage));
  return isDereference(node, coverage);
}

/** As field names of an object, these break groq-js. */
const unsafe = new Set(['__proto__', 'hasOwnProperty']);

function addPath(names: string[], coverage: Coverage): boolean {
  if (names.length === 1 && alwaysCovered.has(names[0] ?? '')) return true;
  if (!isIndexedPath(names) || names.some((name) => unsafe.has(name))) return false;
  coverage.paths.set(attributePath(names), names);
  return true;
}

/** `references(…)`, or a `text::query(…)` in the whole document, with arguments that do not depend on the document. */
function isWholeDocumentTest(node: ExprNode): boolean {
  if (node.type === 'FuncCall') {
    return node.namespace === 'global' && node.name === 'references' && planFilter(node, visible) !== undefined;
  }
  if (node.type !== 'OpCall' || node.op !== 'match' || !isWholeDocument(child(node, 'left'))) return false;
  const { type, namespace, name } = child(node, 'right');
  return type === 'FuncCall' && namespace === 'text' && name === 'query' && planFilter(node, visible) !== undefined;
}

const visible = { isHidden: false };

function argumentsOf(node: ExprNode): ExprNode[] {
  return node.type === 'FuncCall' ? children(node, 'args') : [child(node, 'right')];
}

/** `@` or `[@, _id]`, which the Studio searches in. */
function isWholeDocument(node: ExprNode): boolean {
  const within = withinOf(node);
  return within === 'document' || within === 'document and id';
}

const sides = (node: ExprNode): ExprNode[] => [child(node, 'left'), child(node, 'right')];
const base = (node: ExprNode): ExprNode[] => [child(node, 'base')];

/** The operands of expressions that use only their operands' values. All other expressions need the whole document. */
const operandsOf: Record<string, ((node: ExprNode) => ExprNode[] | undefined) | undefined> = {
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
  FuncCall: (node) => (pureFunctions.has(`${node.namespace}::${node.name}`) ? children(node, 'args') : undefined),
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
  // A projection of `@` reads the same document.
  Projection: (node) => (child(node, 'base').type === 'This' ? [child(node, 'expr')] : undefined),
};

/** Functions that use nothing but their arguments. */
const pureFunctions = new Set([
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

/** `topic->title`, `topic->{title}`: of the document itself, only the `_ref` is used. */
function isDereference(node: ExprNode, coverage: Coverage): boolean {
  if (node.type === 'Deref') {
    const names = namesOf(child(node, 'base'));
    return names ? addPath([...names, '_ref'], coverage) : isCovered(child(node, 'base'), coverage);
  }
  if (node.type !== 'Projection' || usesParent(node.expr)) return false;
  return isDereference(child(node, 'base'), coverage);
}

/** Whether an expression in the referenced document's scope uses `^`, the referring document. */
function usesParent(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(usesParent);
  if (typeof value !== 'object' || value === null) return false;
  if (isExprNode(value) && value.type === 'Value') return false;
  return (isExprNode(value) && value.type === 'Parent') || Object.values(value).some(usesParent);
}
