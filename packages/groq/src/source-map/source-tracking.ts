import { callNode } from '../parse/call.ts';
import { child, children, type ExprNode } from '../parse/groq.ts';
import { rewriteTree } from '../parse/rewrite-tree.ts';
import { isLocator, type Locator, locate } from './source-locator.ts';

/** For objects and lists that a query created: the locator of each field or item. */
export type Origins = {
  record(created: object, key: string | number, locator: unknown): void;
  of(created: object): Map<string | number, Locator> | undefined;
};

export function createOrigins(): Origins {
  const known = new WeakMap<object, Map<string | number, Locator>>();
  return {
    record(created, key, locator) {
      const locators = known.get(created) ?? new Map<string | number, Locator>();
      if (isLocator(locator)) locators.set(key, locator);
      else locators.delete(key);
      known.set(created, locators);
    },
    of: (created) => known.get(created),
  };
}

/**
 * Instruments a query to record where each field of a projection was read. Stored objects keep their identity in the
 * result, so they can be found again; scalars have none, so their locators are recorded.
 */
export function trackSources(root: ExprNode, origins: Origins): ExprNode {
  return rewriteTree(root, (node, place, descend) => {
    switch (node.type) {
      // Values in filters and sort keys are not in the result.
      case 'Filter':
      case 'PipeFuncCall':
        return { ...node, base: trackSources(child(node, 'base'), origins) };
      case 'OpCall':
      case 'And':
      case 'Or':
      case 'Not':
        return node;
      case 'FuncCall':
        return node.name === 'coalesce' ? descend(node, place) : node;
      case 'Object':
        return trackObject(node, descend(node, place), origins);
      case 'Map':
      case 'FlatMap':
        return trackMap(node, descend(node, place), origins);
      default:
        return descend(node, place);
    }
  });
}

/** A part of an object literal: a named field, or a splat of another object. */
type Part = { name: string | undefined };

function trackObject(original: ExprNode, tracked: ExprNode, origins: Origins): ExprNode {
  const attributes = children(original, 'attributes');
  // `compile` refuses such a name, which it must still find in the tree.
  if (attributes.some(({ name }) => typeof name === 'string' && name in Object.prototype)) return original;
  const parts = attributes.map(
    ({ type, name }): Part => ({
      name: type === 'ObjectAttributeValue' ? String(name) : undefined,
    }),
  );
  const values = children(tracked, 'attributes').map(valueIn);
  const locators = attributes.map((attribute) => locate(valueIn(attribute)) ?? nowhere);
  const assemble = (...evaluated: unknown[]): object => {
    const created: Record<string, unknown> = {};
    parts.forEach(({ name }, index) => {
      const value = evaluated[index];
      if (name === undefined) splat(value, created, origins);
      else {
        created[name] = value;
        origins.record(created, name, evaluated[parts.length + index]);
      }
    });
    return created;
  };
  return callNode(assemble, [...values, ...locators]);
}

function splat(value: unknown, created: Record<string, unknown>, origins: Origins): void {
  // Values of groq-js classes, such as times, are not splat.
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return;
  for (const [key, item] of Object.entries(value)) {
    created[key] = item;
    origins.record(created, key, { container: value, key, parent: undefined });
  }
}

/** `condition => {…}` as `select(condition => {…})`. */
function valueIn(attribute: ExprNode): ExprNode {
  const value = child(attribute, 'value');
  if (attribute.type !== 'ObjectConditionalSplat') return value;
  const alternative = { type: 'SelectAlternative', condition: attribute.condition, value };
  return { type: 'Select', alternatives: [alternative] };
}

const nowhere: ExprNode = { type: 'Value', value: null };

class Item {
  readonly value: unknown;
  readonly locator: unknown;
  constructor(value: unknown, locator: unknown) {
    this.value = value;
    this.locator = locator;
  }
}

/** `list[].title` creates a list; the locator of each item is recorded. */
function trackMap(original: ExprNode, tracked: ExprNode, origins: Origins): ExprNode {
  const locator = locate(child(original, 'expr')) ?? nowhere;
  const pair = callNode((value, where) => new Item(value, where), [child(tracked, 'expr'), locator]);
  const collect = (items: unknown): unknown => {
    if (!Array.isArray(items)) return null;
    const all = items.filter((item) => item instanceof Item);
    const flat = original.type === 'FlatMap' ? all.flatMap(flatten) : all;
    const created = flat.map(({ value }) => value);
    for (const [index, item] of flat.entries()) origins.record(created, index, item.locator);
    return created;
  };
  return callNode(collect, [{ ...tracked, type: 'Map', expr: pair }]);
}

function flatten(item: Item): Item[] {
  const { value } = item;
  if (!Array.isArray(value)) return [item];
  return value.map((inner, key) => new Item(inner, { container: value, key, parent: locatorOf(item.locator) }));
}

function locatorOf(locator: unknown): Locator | undefined {
  return isLocator(locator) ? locator : undefined;
}
