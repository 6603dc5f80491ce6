import { prepare, prepareTree } from './compile/prepared.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import type { QueryObserver } from './observer.ts';
import { type EvaluateOptions, type ExprNode, evaluate } from './parse/groq.ts';
import { parseQuery } from './parse/parse.ts';
import { type Candidates, createCandidates } from './plan/candidates.ts';
import { QueryError } from './query-error.ts';
import type { Query, QueryScope } from './query-scope.ts';

/** What `identity()` gives for requests without a token, as at Sanity. */
const anonymous = '<anonymous>';

type RunOptions = {
  observer?: QueryObserver;
  deadline?: Deadline;
  /** Compiles a deadline check into every loop: needed where the query's thread can't be terminated. */
  checksLoops?: boolean;
};

/** The result of a query: parse, plan and compile, fetch candidates, evaluate. */
export function runQuery(
  { query, params }: Query,
  scope: QueryScope,
  { observer, deadline = startDeadline(), checksLoops }: RunOptions = {},
): unknown {
  const all = createCandidates(scope, deadline);
  const candidates = observer?.candidates(all) ?? all;
  const prepared = observer?.tree
    ? prepareTree(observer.tree(parseQuery(query, params)), checksLoops)
    : prepare(query, params, checksLoops);
  return prepared.with({ candidates, deadline }, (compiled) => evaluateTree(compiled, scope, { params }, candidates));
}

/** Names of the errors that groq-js throws, or JavaScript in it, for a query that can't be evaluated. */
const evaluationErrorNames = new Set(['Error', 'TypeError', 'SyntaxError']);

/**
 * Evaluates a compiled tree. Throws a `QueryError` if the query can't be evaluated. Errors of the deadline and of the
 * document store have other names and are rethrown as they are.
 */
export function evaluateTree(
  tree: ExprNode,
  scope: Pick<QueryScope, 'identity' | 'project'>,
  options: EvaluateOptions,
  candidates: Candidates,
): unknown {
  try {
    return evaluate(tree, {
      dataset: [],
      identity: scope.identity || anonymous,
      sanity: scope.project,
      dereference: ({ _ref }) => candidates.get(_ref),
      ...options,
    });
  } catch (error) {
    if (error instanceof RangeError) throw new QueryError('The query is nested too deeply.');
    if (error instanceof Error && evaluationErrorNames.has(error.name)) throw new QueryError(error.message);
    throw error;
  }
}
