import type { LakeDocument } from '../document.ts';
import { arrayOver, type CandidateKind, type Candidates } from './candidates.ts';
import { readsOf } from './reads.ts';

/** Who looks on while a query asks for its documents. */
export type Watcher = {
  /** It asks by an index, for some keys; `all` has none. */
  asks(kind: CandidateKind, keys: readonly string[]): void;
  /** It gets a document. */
  gets(document: LakeDocument): void;
};

/** The same candidates, watched. Whatever a query reads goes through here. */
export function watchCandidates(candidates: Candidates, { asks, gets }: Watcher): Candidates {
  function* seen(documents: Iterable<LakeDocument>): Generator<LakeDocument> {
    for (const document of documents) {
      gets(document);
      yield document;
    }
  }

  return {
    fetch(wanted, keys = []) {
      const reads = typeof wanted === 'string' ? [{ kind: wanted, keys }] : readsOf(wanted);
      for (const read of reads) asks(read.kind, read.keys);
      const isLazy = typeof wanted !== 'string' && wanted.isEnough !== undefined;
      const found = candidates.fetch(wanted, keys);
      return isLazy ? arrayOver(() => seen(found)) : [...seen(found)];
    },
    get(id) {
      asks('id', [id]);
      const found = candidates.get(id);
      if (found) gets(found);
      return found;
    },
    allPass: (wanted) => candidates.allPass?.(wanted) === true,
    count(wanted) {
      for (const read of readsOf(wanted)) asks(read.kind, read.keys);
      return candidates.count?.(wanted);
    },
  };
}
