import { child, children, type ExprNode, isExprNode, isPosition } from '../parse/groq.ts';
import { rewriteTree } from '../parse/tree.ts';

/**
 * An expression over what a projection makes of a document, as one over the document itself: with
 * `{"orderings": [title]}`, `lower(orderings[0])` is `lower(title)`. Undefined where it can't be told.
 */
export function inTermsOfDocument(expression: ExprNode, projection: ExprNode): ExprNode | undefined {
  let isTold = true;
  const told = rewriteTree(expression, (node, place, descend) => {
    if (node.type !== 'AccessAttribute' && node.type !== 'AccessElement') {
      // Only what has no scope of its own means the same outside of the projection.
      if (!plain.has(node.type)) isTold = false;
      return descend(node, place);
    }
    const value = madeOf(node, projection);
    if (!value) isTold = false;
    return value ?? node;
  });
  return isTold ? told : undefined;
}

const plain = new Set(['Asc', 'Desc', 'Group', 'FuncCall', 'Select', 'Value']);

/** What an object's or a list's part is made of. */
function madeOf(node: ExprNode, projection: ExprNode): ExprNode | undefined {
  if (node.type === 'Group') return madeOf(child(node, 'base'), projection);
  if (node.type === 'AccessAttribute') {
    const base = isExprNode(node.base) && node.base.type !== 'This' ? madeOf(node.base, projection) : projection;
    return base && attributeOf(base, String(node.name));
  }
  if (node.type !== 'AccessElement' || !isPosition(node.index)) return undefined;
  const base = madeOf(child(node, 'base'), projection);
  return base && elementOf(base, node.index);
}

function attributeOf(node: ExprNode, name: string): ExprNode | undefined {
  if (node.type === 'AccessAttribute') return { type: 'AccessAttribute', name, base: node };
  if (node.type !== 'Object') return undefined;
  const attributes = children(node, 'attributes');
  const last = attributes.findLast((attribute) => attribute.type !== 'ObjectAttributeValue' || attribute.name === name);
  return last?.type === 'ObjectAttributeValue' ? child(last, 'value') : undefined;
}

function elementOf(node: ExprNode, index: number): ExprNode | undefined {
  if (node.type !== 'Array') return undefined;
  const elements = children(node, 'elements');
  const isListed = elements.slice(0, index + 1).every((element) => element.isSplat !== true);
  const element = elements[index];
  return isListed && element ? child(element, 'value') : undefined;
}
