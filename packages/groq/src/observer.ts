import type { ExprNode } from './parse/groq.ts';
import type { Candidates } from './plan/candidates.ts';

/** Looks on while a query is answered: at what it reads, and at where its values come from. */
export type QueryObserver = {
  /** The parsed query, which may be returned with more in it that gives the same result. */
  tree?: ((parsed: ExprNode) => ExprNode) | undefined;
  candidates(all: Candidates): Candidates;
};
