import { arrayOver, type CandidateKind, type Candidates } from './plan/candidates.ts';
import { readsOf } from './plan/reads.ts';
import type { SeenDocument } from './plan/thin-documents.ts';

/** Who looks on while a query asks for its documents. */
export type Watcher = {
  /** It asks by an index, for some keys; `all` has none. */
  asks(kind: CandidateKind, keys: readonly string[]): void;
  /** It gets a document, which is then read as a whole. */
  gets?: ((document: SeenDocument) => void) | undefined;
};

/** The same candidates, watched. Whatever a query reads goes through here. */
export function watchCandidates(candidates: Candidates, { asks, gets }: Watcher): Candidates {
  function* seen(documents: Iterable<SeenDocument>, see: (document: SeenDocument) => void): Generator<SeenDocument> {
    for (const document of documents) {
      see(document);
      yield document;
    }
  }

  return {
    ...candidates,
    fetch(wanted, keys = []) {
      const reads = typeof wanted === 'string' ? [{ kind: wanted, keys }] : readsOf(wanted);
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
      for (const read of readsOf(wanted)) asks(read.kind, read.keys);
      return candidates.count?.(wanted);
    },
  };
}
