import { child, children, type ExprNode, isPosition } from '../parse/groq.ts';
import type { Order } from '../plan/index-order.ts';
import { indexedOrder } from '../plan/order-key.ts';
import { inlineProjection } from './inline-projection.ts';

/** A query for the first N documents of a filter, in some order. */
type TopN = {
  filter: ExprNode;
  order: Order | undefined;
  needed: number;
  /** The steps after the filter, in order; the base of each is the step before it. */
  steps: ExprNode[];
};

/**
 * Recognises `…[0]`, `…[0...20]` and `… | order(…) [0...20]`, also with a projection before the sort, as in the
 * Studio's lists. Undefined for any other node.
 */
export function topNOf(node: ExprNode): TopN | undefined {
  const needed = neededBy(node);
  if (needed === undefined) return undefined;
  const base = ungrouped(child(node, 'base'));
  if (base.type !== 'PipeFuncCall') {
    const { filter, steps } = projectionOf(base);
    return { filter, order: undefined, needed, steps: [...steps, node] };
  }
  if (base.name !== 'order') return undefined;
  const { filter, steps, keyOf } = projectionOf(ungrouped(child(base, 'base')));
  const keys = children(base, 'args').map(keyOf);
  const order =
    keys[0] &&
    indexedOrder(
      keys.map((key) => key ?? unindexable),
      needed,
    );
  return order && { filter, order, needed, steps: [...steps, base, node] };
}

/** Stands for a sort key that only the projection computes: no index is in its order. */
const unindexable: ExprNode = { type: 'Value', value: null };

type Projection = Pick<TopN, 'filter' | 'steps'> & {
  /** A sort key over projected objects, as one over the documents. */
  keyOf(key: ExprNode): ExprNode | undefined;
};

/** The filter below a projection, if there is one. */
function projectionOf(node: ExprNode): Projection {
  const inner = node.type === 'Map' ? child(node, 'expr') : undefined;
  if (inner?.type !== 'Projection' || child(inner, 'base').type !== 'This') {
    return { filter: node, steps: [], keyOf: (key) => key };
  }
  const object = child(inner, 'expr');
  return { filter: ungrouped(child(node, 'base')), steps: [node], keyOf: (key) => inlineProjection(key, object) };
}

function ungrouped(node: ExprNode): ExprNode {
  return node.type === 'Group' ? ungrouped(child(node, 'base')) : node;
}

/** How many elements are needed, counted from the first; undefined for positions from the end, which need all. */
function neededBy(node: ExprNode): number | undefined {
  if (node.type === 'AccessElement') return isPosition(node.index) ? node.index + 1 : undefined;
  if (node.type !== 'Slice' || !isPosition(node.left) || !isPosition(node.right)) return undefined;
  return node.isInclusive === true ? node.right + 1 : node.right;
}
