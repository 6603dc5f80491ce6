import { LakeError, OperationError } from '../errors.ts';
import type { DocumentStore } from '../store/documents.ts';
import type { ReadAccess } from './access.ts';
import { type Candidates, createCandidates } from './candidates.ts';
import { type EvaluateOptions, type ExprNode, evaluate } from './groq.ts';
import { type Deadline, queryError, startDeadline } from './limits.ts';
import type { QueryObserver } from './observer.ts';
import { parseQuery, type QueryParams } from './parse.ts';
import type { Perspective } from './perspective.ts';
import { prepare, prepareTree } from './prepared.ts';

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

/** Evaluates a compiled tree; what goes wrong in it is the query's fault and is answered as such. */
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
    if (error instanceof LakeError || error instanceof OperationError) throw error;
    if (error instanceof RangeError) throw queryError('The query is nested too deeply.');
    throw queryError(error instanceof Error ? error.message : 'The query could not be evaluated.');
  }
}
