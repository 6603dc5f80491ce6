import type { ExprNode } from './parse/groq.ts';
import type { Candidates } from './plan/candidates.ts';

/** Observes a query: which documents it reads, and where its values come from. */
export type QueryObserver = {
  /** May instrument the parsed query; the result must stay the same. */
  tree?: ((parsed: ExprNode) => ExprNode) | undefined;
  candidates(all: Candidates): Candidates;
};
