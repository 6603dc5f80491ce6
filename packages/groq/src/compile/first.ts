import { child, children, type ExprNode, isPosition } from '../parse/groq.ts';
import type { Order } from '../plan/index-order.ts';
import { indexedOrder } from '../plan/order-key.ts';
import { inTermsOfDocument } from './projected.ts';

/** The first documents of a filter: how many of them a query needs, and in which order. */
type First = {
  filter: ExprNode;
  order: Order | undefined;
  needed: number;
  /** What is done with the filter's documents, from the first step on; the base of each is the one before it. */
  steps: ExprNode[];
};

/**
 * Reads `…[0]`, `…[0...20]` and `… | order(…) [0...20]`, each also of `…{a, b}`, where the filter's documents are
 * projected before they are sorted, as the Studio's lists do. Undefined if the node is nothing of this kind.
 */
export function firstOfQuery(node: ExprNode): First | undefined {
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
      keys.map((key) => key ?? unknown),
      needed,
    );
  return order && { filter, order, needed, steps: [...steps, base, node] };
}

/** In place of a key that can't be told before the projection: it is in no index's order. */
const unknown: ExprNode = { type: 'Value', value: null };

type Projection = Pick<First, 'filter' | 'steps'> & {
  /** A sort key as one of the documents before they were projected. */
  keyOf(key: ExprNode): ExprNode | undefined;
};

/** What is projected, one for one, and how. */
function projectionOf(node: ExprNode): Projection {
  const inner = node.type === 'Map' ? child(node, 'expr') : undefined;
  if (inner?.type !== 'Projection' || child(inner, 'base').type !== 'This') {
    return { filter: node, steps: [], keyOf: (key) => key };
  }
  const object = child(inner, 'expr');
  return { filter: ungrouped(child(node, 'base')), steps: [node], keyOf: (key) => inTermsOfDocument(key, object) };
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
