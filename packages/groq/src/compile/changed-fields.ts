import { isDeepStrictEqual } from 'node:util';
import { callNode } from '../parse/call.ts';
import { child, children, type ExprNode, evaluate } from '../parse/groq.ts';
import { rewriteTree } from '../parse/rewrite-tree.ts';
import { QueryError } from '../query-error.ts';

type Path = (string | number)[];

const before: ExprNode = { type: 'Context', key: 'before' };
const after: ExprNode = { type: 'Context', key: 'after' };

/**
 * Replaces `delta::` and `diff::` functions by ours: groq-js has them only in its asynchronous evaluator, and webhooks
 * are evaluated synchronously, within the transaction.
 * @see https://www.sanity.io/docs/specifications/groq-functions — the namespaces delta and diff
 */
export function withDeltaFunctions(root: ExprNode): ExprNode {
  return rewriteTree(root, (node, place, descend) => {
    if (node.type !== 'FuncCall' || (node.name !== 'changedAny' && node.name !== 'changedOnly'))
      return descend(node, place);
    const given = children(node, 'args');
    return changedCall(node.name, node.namespace === 'delta' ? [before, after, ...given] : given);
  });
}

/** A call of `diff::changedAny(from, to, selector)` or `diff::changedOnly`. */
export function changedCall(name: 'changedAny' | 'changedOnly', [from, to, selector]: ExprNode[]): ExprNode {
  if (!from || !to || !selector) throw new QueryError(`${name}() lacks an argument.`);
  const test = name === 'changedAny' ? changedAny : changedOnly;
  // Dry run, so that a wrong selector is refused when the webhook is saved.
  select(selector, null);
  return callNode((old, young) => test(old, young, selector), [from, to]);
}

/** Whether any selected value differs. */
function changedAny(old: unknown, young: unknown, selector: ExprNode): boolean {
  const paths = select(selector, old);
  if (!isDeepStrictEqual(paths, select(selector, young))) return true;
  return paths.some((path) => !isDeepStrictEqual(valueAt(old, path), valueAt(young, path)));
}

/** Whether only selected values differ. */
function changedOnly(old: unknown, young: unknown, selector: ExprNode): boolean {
  const allowed = [...select(selector, old), ...select(selector, young)];
  return differences(old, young).every((path) =>
    allowed.some((prefix) => prefix.every((part, index) => path[index] === part)),
  );
}

function select(node: ExprNode, value: unknown): Path[] {
  switch (node.type) {
    case 'This':
      return [[]];
    case 'Group':
      return select(child(node, 'base'), value);
    case 'Tuple':
      return children(node, 'members').flatMap((member) => select(member, value));
    case 'AccessAttribute':
      return below(node, value, () => [[String(node.name)]]);
    case 'AccessElement':
      return below(node, value, () => [[Number(node.index)]]);
    case 'ArrayCoerce':
      return below(node, value, (list) => indexesOf(list).map((index) => [index]));
    case 'Filter':
      return below(node, value, (list) =>
        indexesOf(list)
          .filter((index) => passes(child(node, 'expr'), valueAt(list, [index])))
          .map((index) => [index]),
      );
    case 'Map':
    case 'FlatMap':
      return below(node, value, (item) => select(child(node, 'expr'), item));
    case 'SelectorNested':
      return below(node, value, (base) => select(child(node, 'nested'), base));
    case 'SelectorFuncCall':
      return anywhere(child(node, 'arg'), value);
    default:
      throw new QueryError('This is no selector: use fields such as (title, body[].text).');
  }
}

/** The selected paths below each value that the node's base selects. */
function below(node: ExprNode, value: unknown, parts: (base: unknown) => Path[]): Path[] {
  const bases = node.base === undefined ? [[]] : select(child(node, 'base'), value);
  return bases.flatMap((base) => parts(valueAt(value, base)).map((part) => [...base, ...part]));
}

/** Every object at any depth that meets the condition. */
function anywhere(condition: ExprNode, value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = !Array.isArray(value) && passes(condition, value) ? [path] : [];
  const inner: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [...own, ...inner.flatMap(([key, item]) => anywhere(condition, item, [...path, key]))];
}

function indexesOf(list: unknown): number[] {
  return Array.isArray(list) ? list.map((_, index) => index) : [];
}

function passes(condition: ExprNode, item: unknown): boolean {
  return evaluate(condition, { root: item }) === true;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((current, part) => {
    if (Array.isArray(current)) return typeof part === 'number' ? current[part] : undefined;
    if (typeof current !== 'object' || current === null) return undefined;
    return Object.entries(current).find(([name]) => name === part)?.[1];
  }, value);
}

function differences(old: unknown, young: unknown): Path[] {
  if (isDeepStrictEqual(old, young)) return [];
  const names = comparableKeys(old, young);
  if (!names) return [[]];
  return names.flatMap((name) =>
    differences(valueAt(old, [name]), valueAt(young, [name])).map((path) => [name, ...path]),
  );
}

/** The keys by which two values are compared; undefined where they can only be compared as a whole. */
function comparableKeys(old: unknown, young: unknown): Path | undefined {
  if (Array.isArray(old) && Array.isArray(young)) return old.length === young.length ? indexesOf(old) : undefined;
  if (!isObject(old) || !isObject(young)) return undefined;
  return [...new Set([...Object.keys(old), ...Object.keys(young)])];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
