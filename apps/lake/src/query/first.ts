import { attributePath, isIndexedPath } from '../store/attributes-in.ts';
import { child, children, type ExprNode } from './groq.ts';
import { idPath, type Order } from './index-order.ts';
import { namesOf } from './plan.ts';

/** The first documents of a filter: how many of them a query needs, and in which order. */
type First = { filter: ExprNode; pipe: ExprNode | undefined; order: Order | undefined; needed: number };

/** Reads `…[0]`, `…[0...20]` and `… | order(…) [0...20]`; undefined if the node is nothing of this kind. */
export function firstOfQuery(node: ExprNode): First | undefined {
  const needed = neededBy(node);
  if (needed === undefined) return undefined;
  const base = ungrouped(child(node, 'base'));
  if (base.type !== 'PipeFuncCall') return { filter: base, pipe: undefined, order: undefined, needed };
  const order = base.name === 'order' ? indexedOrder(base, needed) : undefined;
  return order && { filter: ungrouped(child(base, 'base')), pipe: base, order, needed };
}

function ungrouped(node: ExprNode): ExprNode {
  return node.type === 'Group' ? ungrouped(child(node, 'base')) : node;
}

/** How many elements from the first on; those counted from the end need all. */
function neededBy(node: ExprNode): number | undefined {
  if (node.type === 'AccessElement') return isPosition(node.index) ? node.index + 1 : undefined;
  if (node.type !== 'Slice' || !isPosition(node.left) || !isPosition(node.right)) return undefined;
  return node.isInclusive === true ? node.right + 1 : node.right;
}

export function isPosition(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

/** The first thing sorted by, if the index has it. */
function indexedOrder(pipe: ExprNode, needed: number): Order | undefined {
  const [first] = children(pipe, 'args');
  if (!first) return undefined;
  const isDirected = first.type === 'Asc' || first.type === 'Desc';
  const names = namesOf(isDirected ? child(first, 'base') : first);
  if (!names || !(names.join() === idPath || isIndexedPath(names))) return undefined;
  return { path: attributePath(names), isDescending: first.type === 'Desc', needed };
}
