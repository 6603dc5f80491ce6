import { arrayOver, type CandidateKind, type Candidates } from './plan/candidates.ts';
import { dependenciesOf } from './plan/dependencies.ts';
import type { CandidateDocument } from './plan/index-only-scan.ts';

/** Who looks on while a query asks for its documents. */
export type CandidateObserver = {
  /** It asks by an index, for some keys; `all` has none. */
  asks(kind: CandidateKind, keys: readonly string[]): void;
  /** It gets a document, which is then read as a whole. */
  gets?: ((document: CandidateDocument) => void) | undefined;
};

/** The same candidates, withDeadlineCheck. Whatever a query reads goes through here. */
export function observeCandidates(candidates: Candidates, { asks, gets }: CandidateObserver): Candidates {
  function* seen(
    documents: Iterable<CandidateDocument>,
    see: (document: CandidateDocument) => void,
  ): Generator<CandidateDocument> {
    for (const document of documents) {
      see(document);
      yield document;
    }
  }

  return {
    ...candidates,
    fetch(wanted, keys = []) {
      const reads = typeof wanted === 'string' ? [{ kind: wanted, keys }] : dependenciesOf(wanted);
      for (const read of reads) asks(read.kind, read.keys);
      if (!gets) return candidates.fetch(wanted, keys);
      if (typeof wanted === 'string') return [...seen(candidates.fetch(wanted, keys), gets)];
      const found = candidates.fetch({ ...wanted, paths: undefined });
      return wanted.isEnough ? arrayOver(() => seen(found, gets)) : [...seen(found, gets)];
    },
    get(id) {
      asks('id', [id]);
      const found = candidates.get(id);
      if (found) gets?.(found);
      return found;
    },
    count(wanted) {
      for (const read of dependenciesOf(wanted)) asks(read.kind, read.keys);
      return candidates.count?.(wanted);
    },
  };
}
