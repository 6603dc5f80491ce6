import type { ReadAccess } from './access.ts';
import { prepare, prepareTree } from './compile/prepared.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import type { QueryObserver } from './observer.ts';
import { type EvaluateOptions, type ExprNode, evaluate } from './parse/groq.ts';
import { parseQuery, type QueryParams } from './parse/parse.ts';
import type { Perspective } from './perspective.ts';
import { type Candidates, createCandidates } from './plan/candidates.ts';
import { QueryError } from './query-error.ts';
import type { DocumentStore } from './store/documents.ts';

/** Whose eyes a query is run with, and over which documents. */
export type QueryScope = {
  documents: DocumentStore;
  perspective: Perspective;
  access: ReadAccess;
  /** The id of the person asking, for `identity()`. */
  identity: string;
  project: { projectId: string; dataset: string };
  /** So few candidates are sorted without the order of an index. */
  fewCandidates?: number;
};

/** What `identity()` is for somebody without a token, as at Sanity. */
const nobody = '<anonymous>';

export type Query = { query: string; params: QueryParams };

type Running = {
  observer?: QueryObserver;
  deadline?: Deadline;
  /** Whether the query looks at its deadline in every loop: where it can't be stopped with its thread. */
  isWatched?: boolean;
};

/** The result of a query: parse, plan and compile, fetch candidates, evaluate. */
export function runQuery(
  { query, params }: Query,
  scope: QueryScope,
  { observer, deadline = startDeadline(), isWatched }: Running = {},
): unknown {
  const all = createCandidates(scope, deadline);
  const candidates = observer?.candidates(all) ?? all;
  const prepared = observer?.tree
    ? prepareTree(observer.tree(parseQuery(query, params)), isWatched)
    : prepare(query, params, isWatched);
  return prepared.with({ candidates, deadline }, (compiled) => evaluateTree(compiled, scope, { params }, candidates));
}

/** What groq-js throws, or JavaScript in it, when a query asks for something that can't be evaluated. */
const namesOfQueryMistakes = new Set(['Error', 'TypeError', 'SyntaxError']);

/**
 * Evaluates a compiled tree. A query that can't be evaluated is answered with a `QueryError`; what a deadline throws, or
 * a document store, has a name of its own and is passed on.
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
      identity: scope.identity || nobody,
      sanity: scope.project,
      dereference: ({ _ref }) => candidates.get(_ref),
      ...options,
    });
  } catch (error) {
    if (error instanceof RangeError) throw new QueryError('The query is nested too deeply.');
    if (error instanceof Error && namesOfQueryMistakes.has(error.name)) throw new QueryError(error.message);
    throw error;
  }
}
