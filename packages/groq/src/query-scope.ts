import type { ReadAccess } from './access.ts';
import type { QueryParams } from './parse/parse.ts';
import type { Perspective } from './perspective.ts';
import type { DocumentStore } from './store/documents.ts';

export type Query = { query: string; params: QueryParams };

/** The documents a query runs over, and the rights and perspective it sees them with. */
export type QueryScope = {
  documents: DocumentStore;
  perspective: Perspective;
  access: ReadAccess;
  /** The caller's user id, for `identity()`. */
  identity: string;
  project: { projectId: string; dataset: string };
  /** Up to this many candidates, sorting them is cheaper than walking an index in order. */
  fewCandidates?: number;
};
