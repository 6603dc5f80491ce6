import { callNode } from '../parse/call.ts';
import { child, children, type ExprNode, isExprNode } from '../parse/groq.ts';

/** Where a value was read: the object or list, the key in it, and where that container was read, if known. */
export type Locator = { container: object; key: string | number; parent: Locator | undefined };

/**
 * An expression that evaluates to the locator of another expression's value; undefined for expressions that compute a
 * new value. Values come unchanged from attributes, elements, `coalesce` and `select`.
 */
export function locate(node: ExprNode): ExprNode | undefined {
  switch (node.type) {
    case 'Group':
      return locate(child(node, 'base'));
    case 'AccessAttribute':
      return locateIn(isExprNode(node.base) ? node.base : { type: 'This' }, String(node.name));
    case 'AccessElement':
      return typeof node.index === 'number' ? locateIn(child(node, 'base'), node.index) : undefined;
    case 'FuncCall':
      return node.namespace === 'global' && node.name === 'coalesce' ? locateFirst(children(node, 'args')) : undefined;
    case 'Select':
      return locateSelected(node);
    default:
      return undefined;
  }
}

export function isLocator(value: unknown): value is Locator {
  return typeof value === 'object' && value !== null && 'container' in value && 'key' in value;
}

const nowhere: ExprNode = { type: 'Value', value: null };

function locateIn(base: ExprNode, key: string | number): ExprNode {
  const find = (container: unknown, parent: unknown): Locator | null => {
    if (typeof container !== 'object' || container === null) return null;
    const position = typeof key === 'number' && key < 0 && Array.isArray(container) ? container.length + key : key;
    return Object.hasOwn(container, position) ? { container, key: position, parent: locatorOrNone(parent) } : null;
  };
  return callNode(find, [base, locate(base) ?? nowhere]);
}

function locatorOrNone(value: unknown): Locator | undefined {
  return isLocator(value) ? value : undefined;
}

function locateFirst(candidates: ExprNode[]): ExprNode {
  const first = (...valuesAndLocators: unknown[]): unknown => {
    const index = candidates.findIndex(
      (_, i) => valuesAndLocators[i * 2] !== null && valuesAndLocators[i * 2] !== undefined,
    );
    return index === -1 ? null : valuesAndLocators[index * 2 + 1];
  };
  return callNode(
    first,
    candidates.flatMap((candidate) => [candidate, locate(candidate) ?? nowhere]),
  );
}

function locateSelected(node: ExprNode): ExprNode {
  const alternatives = children(node, 'alternatives').map((alternative) => ({
    ...alternative,
    value: locate(child(alternative, 'value')) ?? nowhere,
  }));
  const fallback = isExprNode(node.fallback) ? locate(node.fallback) : undefined;
  return { ...node, alternatives, fallback: fallback ?? nowhere };
}
