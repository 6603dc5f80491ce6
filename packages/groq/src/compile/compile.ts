import { type FunctionContext, matchCall, ownFunction, scoreCall } from '../functions/functions.ts';
import { callNode } from '../parse/call.ts';
import { child, children, type ExprNode, isExprNode } from '../parse/groq.ts';
import { type Place, rewriteTree } from '../parse/tree.ts';
import type { Wanted } from '../plan/candidates.ts';
import { type KnownUses, knownUsesOf } from '../plan/known-uses.ts';
import { both, lookupsOf, namesOf, type Plan, planFilter, planScore, remainderOf } from '../plan/plan.ts';
import { QueryError } from '../query-error.ts';
import { firstOfQuery } from './first.ts';
import { toldCondition } from './told.ts';

/**
 * Turns a parsed query into one that groq-js evaluates over candidates instead of over everything:
 * each `*[…]` fetches what an index says could pass, and our own functions stand in for those groq-js lacks.
 */
export function compile(root: ExprNode, context: FunctionContext): ExprNode {
  try {
    return rewrite(root, context.candidates.told ? { ...context, ...knownUsesOf(root) } : context);
  } catch (error) {
    if (error instanceof RangeError) throw new QueryError('The query is nested too deeply.');
    throw error;
  }
}

type Context = FunctionContext & Partial<KnownUses>;

function rewrite(root: ExprNode, context: Context): ExprNode {
  const descendInto = (descend: Descend) => (context.isWatched ? watchingLoops(descend, context) : descend);
  return rewriteTree(root, (node, place, plainly) => {
    const descend = descendInto(plainly);
    const first = compileFirst(node, place, descend, context);
    if (first) return first;
    if (filterOverEverything(node)) return compileFilter(node, place, descend, context, {});
    const scored = compileScored(node, place, descend, context);
    if (scored) return scored;
    if (node.type === 'FuncCall' && node.name === 'count') return compileCount(node, place, descend, context);
    return withOwnFunction(node, place, descend, context);
  });
}

/** A query that groq-js can evaluate over everything: with our own functions, and without any index. */
export function withOwnFunctions(root: ExprNode, context: FunctionContext): ExprNode {
  return rewriteTree(root, (node, place, descend) => withOwnFunction(node, place, descend, context));
}

function withOwnFunction(node: ExprNode, place: Place, descend: Descend, context: FunctionContext): ExprNode {
  const { told } = context.candidates;
  if (told && context.wholes?.has(node)) return descend(toldCondition(node, { ...context, told }), place);
  if (node.type === 'OpCall' && node.op === 'match') return compileMatch(descend(node, place), context);
  if (node.type === 'PipeFuncCall' && node.name === 'score') return compileScore(node, place, descend, context);
  if (node.type === 'Object') refuseDangerousNames(node);
  const inner = descend(node, place);
  if (inner.type !== 'FuncCall') return inner;
  const call = ownFunction(inner, children(inner, 'args'), context) ?? inner;
  return context.isWatched ? watched(call, context) : call;
}

type Descend = (node: ExprNode, place: Place) => ExprNode;

const loops = new Set(['Filter', 'Map', 'FlatMap']);

function watchingLoops(descend: Descend, context: FunctionContext): Descend {
  return (node, place) => {
    const inner = descend(node, place);
    return loops.has(node.type) ? { ...inner, expr: watched(child(inner, 'expr'), context) } : inner;
  };
}

/** The same value, with a look at the deadline each time before it is computed. */
function watched(node: ExprNode, { deadline }: FunctionContext): ExprNode {
  const look = (): boolean => {
    deadline.check();
    return false;
  };
  const never = { type: 'SelectAlternative', condition: callNode(look, []), value: { type: 'Value', value: null } };
  return { type: 'Select', alternatives: [never], fallback: node };
}

/** The condition of `*[a][b]` as one, and the `*`; undefined if the node is no filter over everything. */
export function filterOverEverything(
  node: ExprNode,
): { condition: ExprNode | undefined; everything: ExprNode } | undefined {
  if (node.type === 'Everything') return { condition: undefined, everything: node };
  if (node.type === 'Group') return filterOverEverything(child(node, 'base'));
  if (node.type !== 'Filter') return undefined;
  const inner = filterOverEverything(child(node, 'base'));
  const right = child(node, 'expr');
  if (!inner) return undefined;
  return { ...inner, condition: inner.condition ? { type: 'And', left: inner.condition, right } : right };
}

type Part = Pick<Wanted, 'order' | 'isEnough' | 'needed' | 'paths'> & {
  /** A condition that those documents fulfil which something else than the filter lets through. */
  also?: Plan | undefined;
};

/** A filter over the documents that indexes find for it. `passing` sees each document's outcome. */
function compileFilter(
  node: ExprNode,
  place: Place,
  descend: Descend,
  context: Context,
  { passing, begin, also, ...part }: Part & { passing?: (outcome: unknown) => unknown; begin?: () => void },
): ExprNode {
  const { condition, everything } = filterOverEverything(node) ?? {};
  const plan = condition && planFilter(condition, place);
  const paths = everything && context.paths?.get(everything);
  let areSure = false;
  const base = wantedCall(both(plan, also), { ...part, paths }, context, (wanted) => {
    begin?.();
    areSure = plan?.isWhole === true && context.candidates.allPass?.(wanted) === true;
    return context.candidates.fetch(wanted);
  });
  const remainder = condition && remainderOf(condition, place);
  if (!remainder) return passing ? { type: 'Filter', base, expr: callNode(() => passing(true), []) } : base;
  const filter = descend({ type: 'Filter', base: nothing, expr: remainder }, place);
  const tested = child(filter, 'expr');
  const sure = {
    type: 'SelectAlternative',
    condition: callNode(() => areSure, []),
    value: { type: 'Value', value: true },
  };
  const expr: ExprNode = plan?.isWhole ? { type: 'Select', alternatives: [sure], fallback: tested } : tested;
  return { ...filter, base, expr: passing ? callNode(passing, [expr]) : expr };
}

/** Asks for what a plan finds, once the expressions of its keys are evaluated. */
function wantedCall(
  plan: Plan | undefined,
  part: Part,
  context: FunctionContext,
  ask: (wanted: Wanted) => unknown,
): ExprNode {
  const condition = plan?.condition;
  const lookups = condition ? lookupsOf(condition) : [];
  const call = (...values: unknown[]): unknown =>
    ask({ condition, keys: new Map(lookups.map((lookup, position) => [lookup, values[position]])), ...part });
  return callNode(
    call,
    lookups.map(({ key }) => rewrite(key, context)),
  );
}

/**
 * `*[…] | order(…) [0...20]` or `*[…][0]`: only as many documents are read as are needed. What is left out could not
 * have been among the first; the projecting, the sorting and the cut are still groq-js's.
 */
function compileFirst(node: ExprNode, place: Place, descend: Descend, context: Context): ExprNode | undefined {
  const first = firstOfQuery(node);
  if (!first || !filterOverEverything(first.filter)) return undefined;
  let passed = 0;
  const filter = compileFilter(first.filter, place, descend, context, {
    order: first.order,
    needed: first.needed,
    isEnough: () => passed >= first.needed,
    begin() {
      passed = 0;
    },
    passing(outcome) {
      if (outcome === true) passed++;
      return outcome;
    },
  });
  return first.steps.reduce((base, step) => ({ ...descend({ ...step, base: nothing }, place), base }), filter);
}

/** Stands where another expression is put once what is around it is compiled. */
const nothing: ExprNode = { type: 'Value', value: null };

/** `count(*[…])` by the index alone where it can tell. */
function compileCount(node: ExprNode, place: Place, descend: Descend, context: Context): ExprNode {
  const [counted] = children(node, 'args');
  const filter = counted && filterOverEverything(counted);
  const plan = filter?.condition && planFilter(filter.condition, place);
  if (!filter || (filter.condition && !plan?.isWhole)) return descend(node, place);
  let total: number | undefined;
  const canTell = wantedCall(plan, {}, context, (wanted) => {
    total = context.candidates.count?.(wanted);
    return total !== undefined;
  });
  const told = { type: 'SelectAlternative', condition: canTell, value: callNode(() => total, []) };
  return { type: 'Select', alternatives: [told], fallback: descend(node, place) };
}

/**
 * `*[…] | score(a, b)[_score > 0]`, which is how the Studio searches: of the documents that the filter lets through,
 * those need not be looked at of which an index tells that they score nothing.
 */
function compileScored(node: ExprNode, place: Place, descend: Descend, context: Context): ExprNode | undefined {
  const pipe = node.type === 'Filter' && isAboveNothing(child(node, 'expr')) ? child(node, 'base') : undefined;
  if (pipe?.type !== 'PipeFuncCall' || pipe.name !== 'score') return undefined;
  const filter = child(pipe, 'base');
  if (!filterOverEverything(filter)) return undefined;
  const also = planScore(children(pipe, 'args'), place);
  const documents = compileFilter(filter, place, descend, context, { also });
  const scored = compileScore({ ...pipe, base: nothing }, place, descend, context);
  const map = { ...child(scored, 'base'), base: documents };
  return { ...descend({ ...node, base: nothing }, place), base: { ...scored, base: map } };
}

function isAboveNothing(node: ExprNode): boolean {
  if (node.type !== 'OpCall' || node.op !== '>') return false;
  const right = child(node, 'right');
  return namesOf(child(node, 'left'))?.join() === '_score' && right.type === 'Value' && right.value === 0;
}

function compileMatch(node: ExprNode, context: FunctionContext): ExprNode {
  return matchCall(child(node, 'left'), child(node, 'right'), context);
}

function compileScore(node: ExprNode, place: Place, descend: Descend, context: FunctionContext): ExprNode {
  const scored = scoreCall(child(node, 'base'), children(node, 'args'), context);
  return descend(scored, place);
}

/** Such a name would set the prototype of the result, or break the evaluator's own lookups. */
const dangerousNames = new Set(['__proto__', 'hasOwnProperty', 'toJSON']);

function refuseDangerousNames(node: ExprNode): void {
  const attributes = Array.isArray(node.attributes) ? node.attributes : [];
  for (const attribute of attributes) {
    const name = isExprNode(attribute) ? attribute.name : undefined;
    if (typeof name === 'string' && dangerousNames.has(name)) throw new QueryError(`A field can't be named “${name}”.`);
  }
}
