import { type ExprNode, isExprNode } from './groq.ts';

/** The place of a node in a query's tree. */
export type Place = {
  /** In the body of a `map`, whose scope `^` skips. */
  isHidden: boolean;
};

type Visit = (node: ExprNode, place: Place, descend: (node: ExprNode, place: Place) => ExprNode) => ExprNode;

/**
 * Copies a tree. `visit` gets each node and returns a replacement, or calls `descend` to copy the node and visit those
 * below. Only this function walks through a node's fields without looking at its type.
 */
export function rewriteTree(root: ExprNode, visit: Visit): ExprNode {
  const rewrite = (node: ExprNode, place: Place): ExprNode => visit(node, place, descend);

  function descend(node: ExprNode, place: Place): ExprNode {
    if (node.type === 'Value') return node;
    const fields = Object.entries(node).map(([key, value]) => [key, rewriteValue(value, placeOf(node, key, place))]);
    return { ...Object.fromEntries(fields), type: node.type };
  }

  function rewriteValue(value: unknown, place: Place): unknown {
    if (Array.isArray(value)) return value.map((item) => rewriteValue(item, place));
    if (!isExprNode(value)) return value;
    if (!partTypes.has(value.type)) return rewrite(value, place);
    // Parts such as attributes of an object are no expressions, but hold some.
    return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, rewriteValue(below, place)]));
  }

  return rewrite(root, { isHidden: false });
}

/**
 * groq-js evaluates the body of a map in a hidden scope, and that of a filter, projection or sort key in a nested one.
 */
function placeOf(node: ExprNode, key: string, place: Place): Place {
  const isMap = node.type === 'Map' || node.type === 'FlatMap';
  if (isMap && key === 'expr') return { isHidden: true };
  const hasOwnScope =
    ((node.type === 'Filter' || node.type === 'Projection') && key === 'expr') ||
    (node.type === 'PipeFuncCall' && key === 'args');
  return hasOwnScope ? { isHidden: false } : place;
}

const partTypes = new Set([
  'ArrayElement',
  'ObjectAttributeValue',
  'ObjectConditionalSplat',
  'ObjectSplat',
  'SelectAlternative',
]);
