import { callNode } from '../parse/call.ts';
import { child, children, type ExprNode } from '../parse/groq.ts';
import { rewriteTree } from '../parse/tree.ts';
import { isLocator, type Locator, locate } from './source-locator.ts';

/** Where the fields of the objects and the items of the lists that a query made were read. */
export type Origins = {
  note(made: object, key: string | number, place: unknown): void;
  of(made: object): Map<string | number, Locator> | undefined;
};

export function createOrigins(): Origins {
  const known = new WeakMap<object, Map<string | number, Locator>>();
  return {
    note(made, key, place) {
      const places = known.get(made) ?? new Map<string | number, Locator>();
      if (isLocator(place)) places.set(key, place);
      else places.delete(key);
      known.set(made, places);
    },
    of: (made) => known.get(made),
  };
}

/**
 * The same query, noting as it goes where each field of a projection was read. Stored objects are handed on as they
 * are, so they can be recognised in the result; what is lost without this are texts and numbers.
 */
export function trackSources(root: ExprNode, origins: Origins): ExprNode {
  return rewriteTree(root, (node, place, descend) => {
    switch (node.type) {
      // What filters and sorts is not in the result.
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

/** What is put into an object, in order: a field with its value and place, or the fields of another object. */
type Part = { name: string | undefined };

function trackObject(original: ExprNode, tracked: ExprNode, origins: Origins): ExprNode {
  const attributes = children(original, 'attributes');
  // A name of the prototype is refused later, where it still is to be seen.
  if (attributes.some(({ name }) => typeof name === 'string' && name in Object.prototype)) return original;
  const parts = attributes.map(
    ({ type, name }): Part => ({
      name: type === 'ObjectAttributeValue' ? String(name) : undefined,
    }),
  );
  const values = children(tracked, 'attributes').map(valueIn);
  const places = attributes.map((attribute) => locate(valueIn(attribute)) ?? nowhere);
  const assemble = (...evaluated: unknown[]): object => {
    const made: Record<string, unknown> = {};
    parts.forEach(({ name }, index) => {
      const value = evaluated[index];
      if (name === undefined) splat(value, made, origins);
      else {
        made[name] = value;
        origins.note(made, name, evaluated[parts.length + index]);
      }
    });
    return made;
  };
  return callNode(assemble, [...values, ...places]);
}

function splat(value: unknown, made: Record<string, unknown>, origins: Origins): void {
  // The evaluator's own values, such as times, are objects of classes.
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return;
  for (const [key, item] of Object.entries(value)) {
    made[key] = item;
    origins.note(made, key, { container: value, key, parent: undefined });
  }
}

/** `condition => {…}` is the object where the condition is true. */
function valueIn(attribute: ExprNode): ExprNode {
  const value = child(attribute, 'value');
  if (attribute.type !== 'ObjectConditionalSplat') return value;
  const alternative = { type: 'SelectAlternative', condition: attribute.condition, value };
  return { type: 'Select', alternatives: [alternative] };
}

const nowhere: ExprNode = { type: 'Value', value: null };

class Item {
  readonly value: unknown;
  readonly place: unknown;
  constructor(value: unknown, place: unknown) {
    this.value = value;
    this.place = place;
  }
}

/** `list[].title` makes a list; each of its items is noted. */
function trackMap(original: ExprNode, tracked: ExprNode, origins: Origins): ExprNode {
  const place = locate(child(original, 'expr')) ?? nowhere;
  const pair = callNode((value, where) => new Item(value, where), [child(tracked, 'expr'), place]);
  const collect = (items: unknown): unknown => {
    if (!Array.isArray(items)) return null;
    const all = items.filter((item) => item instanceof Item);
    const flat = original.type === 'FlatMap' ? all.flatMap(flatten) : all;
    const made = flat.map(({ value }) => value);
    for (const [index, item] of flat.entries()) origins.note(made, index, item.place);
    return made;
  };
  return callNode(collect, [{ ...tracked, type: 'Map', expr: pair }]);
}

function flatten(item: Item): Item[] {
  const { value } = item;
  if (!Array.isArray(value)) return [item];
  return value.map((inner, key) => new Item(inner, { container: value, key, parent: locatorOf(item.place) }));
}

function locatorOf(place: unknown): Locator | undefined {
  return isLocator(place) ? place : undefined;
}
