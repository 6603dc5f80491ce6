import { child, children, type ExprNode, isExprNode, isPosition } from '../parse/groq.ts';
import { rewriteTree } from '../parse/rewrite-tree.ts';

/**
 * Inlines a projection into an expression over its result: with `{"orderings": [title]}`, `lower(orderings[0])` becomes
 * `lower(title)`. Undefined where the expression uses more than plain fields and elements of the projection.
 */
export function inlineProjection(expression: ExprNode, projection: ExprNode): ExprNode | undefined {
  let isInlined = true;
  const inlined = rewriteTree(expression, (node, place, descend) => {
    if (node.type !== 'AccessAttribute' && node.type !== 'AccessElement') {
      // Only expressions without a scope of their own mean the same over the document.
      if (!withoutScope.has(node.type)) isInlined = false;
      return descend(node, place);
    }
    const value = sourceOf(node, projection);
    if (!value) isInlined = false;
    return value ?? node;
  });
  return isInlined ? inlined : undefined;
}

const withoutScope = new Set(['Asc', 'Desc', 'Group', 'FuncCall', 'Select', 'Value']);

/** The expression that an attribute or element of the projection is made of. */
function sourceOf(node: ExprNode, projection: ExprNode): ExprNode | undefined {
  if (node.type === 'Group') return sourceOf(child(node, 'base'), projection);
  if (node.type === 'AccessAttribute') {
    const base = isExprNode(node.base) && node.base.type !== 'This' ? sourceOf(node.base, projection) : projection;
    return base && attributeOf(base, String(node.name));
  }
  if (node.type !== 'AccessElement' || !isPosition(node.index)) return undefined;
  const base = sourceOf(child(node, 'base'), projection);
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
