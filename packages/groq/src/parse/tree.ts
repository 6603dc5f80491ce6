import { type ExprNode, isExprNode } from './groq.ts';

/** Where in a query's tree a node is. */
export type Place = {
  /** Within a `map`, whose own scope `^` does not see. */
  isHidden: boolean;
};

type Visit = (node: ExprNode, place: Place, descend: (node: ExprNode, place: Place) => ExprNode) => ExprNode;

/**
 * Copies a tree, giving each node to `visit`, which returns it changed or calls `descend` to go on below it.
 * The trees are plain data; only this function takes them apart without looking at each node's kind.
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
    // Parts of expressions, such as an object's attributes, have expressions below them.
    return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, rewriteValue(below, place)]));
  }

  return rewrite(root, { isHidden: false });
}

/** groq-js evaluates a map's right side in a hidden scope, and a filter's, projection's or sort key's in an own one. */
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
