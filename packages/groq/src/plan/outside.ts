import { child, children, type ExprNode, isExprNode } from '../parse/groq.ts';
import type { Place } from '../parse/tree.ts';

/**
 * An expression of a filter as it reads just outside the filter, where it is the same for every document;
 * undefined if it depends on the document. `^.parent._ref` becomes `@.parent._ref`.
 */
export function outside(node: ExprNode, place: Place): ExprNode | undefined {
  switch (node.type) {
    case 'Value':
    case 'Parameter':
      return node;
    case 'Group':
      return outside(child(node, 'base'), place);
    case 'Parent':
      // In a map's hidden scope, `^` already means the same inside and outside of a filter.
      if (place.isHidden) return node;
      return node.n === 1 ? { type: 'This' } : { type: 'Parent', n: Number(node.n) - 1 };
    case 'AccessAttribute': {
      const base = isExprNode(node.base) ? outside(node.base, place) : undefined;
      return base && { ...node, base };
    }
    case 'Array':
      return outsideArray(node, place);
    case 'FuncCall':
      return sameForAll.has(`${node.namespace}::${node.name}`) ? outsideCall(node, place) : undefined;
    default:
      return undefined;
  }
}

/** Functions whose value depends on their arguments alone. */
const sameForAll = new Set(['global::now', 'global::identity', 'text::query', 'global::string', 'global::lower']);

function outsideCall(node: ExprNode, place: Place): ExprNode | undefined {
  const args = children(node, 'args').map((argument) => outside(argument, place));
  return args.every((argument) => argument !== undefined) ? { ...node, args } : undefined;
}

function outsideArray(node: ExprNode, place: Place): ExprNode | undefined {
  const elements = children(node, 'elements').map((element) => {
    const value = outside(child(element, 'value'), place);
    return value && { ...element, value };
  });
  const known = elements.filter((element) => element !== undefined);
  return known.length === elements.length ? { ...node, elements: known } : undefined;
}
