import { child, children, type ExprNode, isExprNode } from '../parse/groq.ts';
import type { Place } from '../parse/rewrite-tree.ts';

/**
 * Hoists an expression out of a filter, to be evaluated once instead of for each document. `^.parent._ref` becomes
 * `@.parent._ref`. Undefined if the expression depends on the document.
 */
export function hoist(node: ExprNode, place: Place): ExprNode | undefined {
  switch (node.type) {
    case 'Value':
    case 'Parameter':
      return node;
    case 'Group':
      return hoist(child(node, 'base'), place);
    case 'Parent':
      // In a map's hidden scope, `^` means the same inside and outside the filter.
      if (place.isHidden) return node;
      return node.n === 1 ? { type: 'This' } : { type: 'Parent', n: Number(node.n) - 1 };
    case 'AccessAttribute': {
      const base = isExprNode(node.base) ? hoist(node.base, place) : undefined;
      return base && { ...node, base };
    }
    case 'Array':
      return hoistArray(node, place);
    case 'FuncCall':
      return pureFunctions.has(`${node.namespace}::${node.name}`) ? hoistCall(node, place) : undefined;
    default:
      return undefined;
  }
}

/** Functions whose value depends on their arguments alone. */
const pureFunctions = new Set(['global::now', 'global::identity', 'text::query', 'global::string', 'global::lower']);

function hoistCall(node: ExprNode, place: Place): ExprNode | undefined {
  const args = children(node, 'args').map((argument) => hoist(argument, place));
  return args.every((argument) => argument !== undefined) ? { ...node, args } : undefined;
}

function hoistArray(node: ExprNode, place: Place): ExprNode | undefined {
  const elements = children(node, 'elements').map((element) => {
    const value = hoist(child(element, 'value'), place);
    return value && { ...element, value };
  });
  const known = elements.filter((element) => element !== undefined);
  return known.length === elements.length ? { ...node, elements: known } : undefined;
}
