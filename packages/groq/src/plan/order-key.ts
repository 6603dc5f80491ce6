import { child, children, type ExprNode, isExprNode } from '../parse/groq.ts';
import { attributePath, hasSortKeys, isIndexedPath } from '../store/attributes-in.ts';
import { idPath, type Order, type OrderBy } from './index-order.ts';
import { namesOf } from './plan.ts';

/** The first sort key of an `order()`; undefined where no index is in its order. */
export function indexedOrder(args: ExprNode[], needed: number): Order | undefined {
  const [first, ...others] = args.map(keyOf);
  if (!first) return undefined;
  const missing = missingPlacement(first);
  if (!missing) return orderBy(first, { isOnly: others.length === 0, needed });
  const [second, ...rest] = others;
  const order = second && orderBy(second, { isOnly: rest.length === 0, needed });
  return order && order.path === missing.path ? { ...order, missing: missing.where } : undefined;
}

type Key = { node: ExprNode; isDescending: boolean };

function keyOf(argument: ExprNode): Key {
  const isDirected = argument.type === 'Asc' || argument.type === 'Desc';
  return { node: isDirected ? child(argument, 'base') : argument, isDescending: argument.type === 'Desc' };
}

function orderBy({ node, isDescending }: Key, more: Pick<Order, 'isOnly' | 'needed'>): Order | undefined {
  if (node.type === 'Group') return orderBy({ node: child(node, 'base'), isDescending }, more);
  const by = node.type === 'FuncCall' ? functions[`${node.namespace}::${node.name}`] : 'value';
  const operands = node.type === 'FuncCall' ? children(node, 'args') : [node];
  const [operand, ...others] = operands;
  const names = operand && others.length === 0 ? namesOf(operand) : undefined;
  if (!by || !names || !hasIndexOrder(names, by)) return undefined;
  return { path: attributePath(names), by, isDescending, ...more };
}

const functions: Record<string, OrderBy | undefined> = {
  'global::lower': 'lower',
  'string::lower': 'lower',
  'global::dateTime': 'time',
};

function hasIndexOrder(names: string[], by: OrderBy): boolean {
  if (by === 'value' && names.join() === idPath) return true;
  return isIndexedPath(names) && (by === 'value' || hasSortKeys(names));
}

/** `select(defined(title) => 0, 1)`: with it the Studio puts documents without a title first or last. */
function missingPlacement({ node, isDescending }: Key): { path: string; where: 'first' | 'last' } | undefined {
  if (node.type === 'Group') return missingPlacement({ node: child(node, 'base'), isDescending });
  const [alternative, ...others] = Array.isArray(node.alternatives) ? node.alternatives : [];
  if (node.type !== 'Select' || others.length > 0 || !isExprNode(alternative)) return undefined;
  const ifDefined = numberOf(alternative.value);
  const otherwise = numberOf(node.fallback);
  const condition = child(alternative, 'condition');
  const names =
    condition.type === 'FuncCall' && condition.name === 'defined' && indexedNamesOf(children(condition, 'args'));
  if (!names || ifDefined === undefined || otherwise === undefined || ifDefined === otherwise) return undefined;
  const isDefinedFirst = ifDefined < otherwise !== isDescending;
  return { path: attributePath(names), where: isDefinedFirst ? 'last' : 'first' };
}

function indexedNamesOf([only, ...others]: ExprNode[]): string[] | undefined {
  const names = only && others.length === 0 ? namesOf(only) : undefined;
  return names && isIndexedPath(names) ? names : undefined;
}

function numberOf(node: unknown): number | undefined {
  return isExprNode(node) && node.type === 'Value' && typeof node.value === 'number' ? node.value : undefined;
}
