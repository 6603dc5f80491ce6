import { arrayOver, type CandidateKind, type Candidates } from './plan/candidates.ts';
import { dependenciesOf } from './plan/dependencies.ts';
import type { CandidateDocument } from './plan/index-only-scan.ts';

/** Is called when a query fetches documents. */
export type CandidateObserver = {
  /** A lookup by an index, for these keys; `all` has none. */
  onLookup(kind: CandidateKind, keys: readonly string[]): void;
  /** A document that the query gets. Documents are then always whole, never partial. */
  onDocument?: ((document: CandidateDocument) => void) | undefined;
};

/** The same candidates, observed. All reads of a query go through them. */
export function observeCandidates(candidates: Candidates, { onLookup, onDocument }: CandidateObserver): Candidates {
  function* observed(
    documents: Iterable<CandidateDocument>,
    notify: (document: CandidateDocument) => void,
  ): Generator<CandidateDocument> {
    for (const document of documents) {
      notify(document);
      yield document;
    }
  }

  return {
    ...candidates,
    fetch(request, keys = []) {
      const lookups = typeof request === 'string' ? [{ kind: request, keys }] : dependenciesOf(request);
      for (const lookup of lookups) onLookup(lookup.kind, lookup.keys);
      if (!onDocument) return candidates.fetch(request, keys);
      if (typeof request === 'string') return [...observed(candidates.fetch(request, keys), onDocument)];
      const found = candidates.fetch({ ...request, paths: undefined });
      return request.isEnough ? arrayOver(() => observed(found, onDocument)) : [...observed(found, onDocument)];
    },
    get(id) {
      onLookup('id', [id]);
      const found = candidates.get(id);
      if (found) onDocument?.(found);
      return found;
    },
    count(request) {
      for (const lookup of dependenciesOf(request)) onLookup(lookup.kind, lookup.keys);
      return candidates.count?.(request);
    },
  };
}
