import { type FunctionContext, matchCall, ownFunction, scoreCall } from '../functions/functions.ts';
import { callNode, isCallNode } from '../parse/call.ts';
import { child, children, type ExprNode, isExprNode } from '../parse/groq.ts';
import { type Place, rewriteTree } from '../parse/rewrite-tree.ts';
import type { CandidateRequest } from '../plan/candidates.ts';
import { coverageOf, type IndexCoverage } from '../plan/index-coverage.ts';
import { both, lookupsOf, namesOf, type Plan, planFilter, planScore, remainderOf } from '../plan/plan.ts';
import { QueryError } from '../query-error.ts';
import { conditionByIndex } from './decided-by-index.ts';
import { topNOf } from './top-n.ts';

/**
 * Compiles a parsed query to one that groq-js evaluates over candidates instead of over all documents: each `*[…]`
 * becomes a call that fetches what an index selects, and functions that groq-js lacks become calls of ours.
 */
export function compile(root: ExprNode, context: FunctionContext): ExprNode {
  try {
    return rewrite(root, context.candidates.index ? { ...context, ...coverageOf(root) } : context);
  } catch (error) {
    if (error instanceof RangeError) throw new QueryError('The query is nested too deeply.');
    throw error;
  }
}

type Context = FunctionContext & Partial<IndexCoverage>;

function rewrite(root: ExprNode, context: Context): ExprNode {
  const descendInto = (descend: Descend) => (context.checksLoops ? checkingLoops(descend, context) : descend);
  return rewriteTree(root, (node, place, plainly) => {
    const descend = descendInto(plainly);
    const topN = compileTopN(node, place, descend, context);
    if (topN) return topN;
    if (filterOverEverything(node)) return compileFilter(node, place, descend, context, {});
    const scored = compileScored(node, place, descend, context);
    if (scored) return scored;
    if (node.type === 'FuncCall' && node.name === 'count') return compileCount(node, place, descend, context);
    return withOwnFunction(node, place, descend, context);
  });
}

/** A query that groq-js evaluates over all documents: with our functions, but without indexes. */
export function withOwnFunctions(root: ExprNode, context: FunctionContext): ExprNode {
  return rewriteTree(root, (node, place, descend) => withOwnFunction(node, place, descend, context));
}

function withOwnFunction(node: ExprNode, place: Place, descend: Descend, context: FunctionContext): ExprNode {
  const { index } = context.candidates;
  if (index && context.wholeDocumentTests?.has(node))
    return descend(conditionByIndex(node, { ...context, index }), place);
  if (node.type === 'OpCall' && node.op === 'match') return compileMatch(descend(node, place), context);
  if (node.type === 'PipeFuncCall' && node.name === 'score') return compileScore(node, place, descend, context);
  if (node.type === 'Object') refuseDangerousNames(node);
  const inner = descend(node, place);
  if (inner.type !== 'FuncCall' || isCallNode(inner)) return inner;
  const call = ownFunction(inner, children(inner, 'args'), context) ?? inner;
  return context.checksLoops ? withDeadlineCheck(call, context) : call;
}

type Descend = (node: ExprNode, place: Place) => ExprNode;

const loops = new Set(['Filter', 'Map', 'FlatMap']);

/** Compiles a deadline check into the body of each loop. */
function checkingLoops(descend: Descend, context: FunctionContext): Descend {
  return (node, place) => {
    const inner = descend(node, place);
    return loops.has(node.type) ? { ...inner, expr: withDeadlineCheck(child(inner, 'expr'), context) } : inner;
  };
}

/** Checks the deadline each time before the node is evaluated. */
function withDeadlineCheck(node: ExprNode, { deadline }: FunctionContext): ExprNode {
  const check = (): boolean => {
    deadline.check();
    return false;
  };
  const never = { type: 'SelectAlternative', condition: callNode(check, []), value: { type: 'Value', value: null } };
  return { type: 'Select', alternatives: [never], fallback: node };
}

/** For `*[a][b]`: the condition `a && b`, and the `*` node. Undefined if the node is no filter over `*`. */
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

type FetchOptions = Pick<CandidateRequest, 'order' | 'isEnough' | 'needed' | 'paths'> & {
  /** A condition that the documents must also meet, from a later step than the filter. */
  also?: Plan | undefined;
};

/**
 * A filter over its candidates. `onOutcome` gets the filter's outcome for each; `onStart` is called before the first.
 */
function compileFilter(
  node: ExprNode,
  place: Place,
  descend: Descend,
  context: Context,
  {
    onOutcome,
    onStart,
    also,
    ...options
  }: FetchOptions & { onOutcome?: (outcome: unknown) => unknown; onStart?: () => void },
): ExprNode {
  const { condition, everything } = filterOverEverything(node) ?? {};
  const plan = condition && planFilter(condition, place);
  const paths = everything && context.paths?.get(everything);
  let isExact = false;
  const base = fetchCall(both(plan, also), { ...options, paths }, context, (request) => {
    onStart?.();
    isExact = plan?.isWhole === true && context.candidates.allPass?.(request) === true;
    return context.candidates.fetch(request);
  });
  const remainder = condition && remainderOf(condition, place);
  if (!remainder) return onOutcome ? { type: 'Filter', base, expr: callNode(() => onOutcome(true), []) } : base;
  const filter = descend({ type: 'Filter', base: placeholder, expr: remainder }, place);
  const tested = child(filter, 'expr');
  const ifExact = {
    type: 'SelectAlternative',
    condition: callNode(() => isExact, []),
    value: { type: 'Value', value: true },
  };
  const expr: ExprNode = plan?.isWhole ? { type: 'Select', alternatives: [ifExact], fallback: tested } : tested;
  return { ...filter, base, expr: onOutcome ? callNode(onOutcome, [expr]) : expr };
}

/** A call of `fetch` with a plan's request, once the keys are evaluated. */
function fetchCall(
  plan: Plan | undefined,
  options: FetchOptions,
  context: FunctionContext,
  fetch: (request: CandidateRequest) => unknown,
): ExprNode {
  const condition = plan?.condition;
  const lookups = condition ? lookupsOf(condition) : [];
  const call = (...values: unknown[]): unknown =>
    fetch({ condition, keys: new Map(lookups.map((lookup, position) => [lookup, values[position]])), ...options });
  return callNode(
    call,
    lookups.map(({ key }) => rewrite(key, context)),
  );
}

/**
 * `*[…] | order(…) [0...20]` or `*[…][0]`: stops reading when enough documents have passed the filter. The rest can't
 * be among the first N. groq-js still projects, sorts and slices.
 */
function compileTopN(node: ExprNode, place: Place, descend: Descend, context: Context): ExprNode | undefined {
  const topN = topNOf(node);
  if (!topN || !filterOverEverything(topN.filter)) return undefined;
  let passed = 0;
  const filter = compileFilter(topN.filter, place, descend, context, {
    order: topN.order,
    needed: topN.needed,
    isEnough: () => passed >= topN.needed,
    onStart() {
      passed = 0;
    },
    onOutcome(outcome) {
      if (outcome === true) passed++;
      return outcome;
    },
  });
  return topN.steps.reduce((base, step) => ({ ...descend({ ...step, base: placeholder }, place), base }), filter);
}

/** Stands for a base that is compiled separately and put in afterwards. */
const placeholder: ExprNode = { type: 'Value', value: null };

/** `count(*[…])` by `SELECT count(*)` where the index decides the filter. */
function compileCount(node: ExprNode, place: Place, descend: Descend, context: Context): ExprNode {
  const [counted] = children(node, 'args');
  const filter = counted && filterOverEverything(counted);
  const plan = filter?.condition && planFilter(filter.condition, place);
  if (!filter || (filter.condition && !plan?.isWhole)) return descend(node, place);
  let total: number | undefined;
  const isCounted = fetchCall(plan, {}, context, (request) => {
    total = context.candidates.count?.(request);
    return total !== undefined;
  });
  const byIndex = { type: 'SelectAlternative', condition: isCounted, value: callNode(() => total, []) };
  return { type: 'Select', alternatives: [byIndex], fallback: descend(node, place) };
}

/**
 * `*[…] | score(a, b)[_score > 0]`, which the Studio's search sends: only documents for which the index finds `a` or
 * `b` are candidates, since the others score 0.
 */
function compileScored(node: ExprNode, place: Place, descend: Descend, context: Context): ExprNode | undefined {
  const pipe = node.type === 'Filter' && isAboveZero(child(node, 'expr')) ? child(node, 'base') : undefined;
  if (pipe?.type !== 'PipeFuncCall' || pipe.name !== 'score') return undefined;
  const filter = child(pipe, 'base');
  if (!filterOverEverything(filter)) return undefined;
  const also = planScore(children(pipe, 'args'), place);
  const documents = compileFilter(filter, place, descend, context, { also });
  const scored = compileScore({ ...pipe, base: placeholder }, place, descend, context);
  const map = { ...child(scored, 'base'), base: documents };
  return { ...descend({ ...node, base: placeholder }, place), base: { ...scored, base: map } };
}

function isAboveZero(node: ExprNode): boolean {
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

/** As a field of the result, these set its prototype, break groq-js's `hasOwnProperty` calls, or change its JSON. */
const dangerousNames = new Set(['__proto__', 'hasOwnProperty', 'toJSON']);

function refuseDangerousNames(node: ExprNode): void {
  const attributes = Array.isArray(node.attributes) ? node.attributes : [];
  for (const attribute of attributes) {
    const name = isExprNode(attribute) ? attribute.name : undefined;
    if (typeof name === 'string' && dangerousNames.has(name)) throw new QueryError(`A field can't be named “${name}”.`);
  }
}
