import { mayRead } from '@bodytext/groq/access';
import type { LakeDocument } from '@bodytext/groq/document';
import type { Steps } from '../fairness/slices.ts';
import type { Actor } from '../people/actor.ts';
import { documentAtInSteps, type HistoryParts, stepsOf } from './document-history.ts';
import type { Effect } from './transaction-log.ts';

/** What a reader may see of the history. Unless they may see everything, each revision of a document is checked. */
export type HistoryAccess = {
  /** Whether they may read this revision. */
  canReadRevision(document: LakeDocument): boolean;
  /** Whether they may read that document’s events; its current or last revision decides. */
  canReadHistory(id: string): Steps<boolean>;
  /** Whether they may read the document both before and after the transaction. */
  canReadEffect(seq: number, effect: Effect): Steps<boolean>;
  /** Whether they may read any of the transaction's effects. */
  canReadTransaction(id: string): Steps<boolean>;
};

const allDocuments = '_id in path("**")';

export function createHistoryAccess(actor: Actor, parts: HistoryParts): HistoryAccess {
  const readsEverything =
    actor.access.kind === 'everything' &&
    actor.grants.some(({ filter, permissions }) => filter === allDocuments && permissions.includes('history'));
  if (readsEverything)
    return { canReadRevision: () => true, canReadHistory: always, canReadEffect: always, canReadTransaction: always };
  return createFilteredAccess(actor, parts);
}

// biome-ignore lint/correctness/useYield: it has nothing to wait for
function* always(): Steps<boolean> {
  return true;
}

function createFilteredAccess(actor: Actor, parts: HistoryParts): HistoryAccess {
  const historyReadable = new Map<string, boolean>();
  const visibleSeqs = new Map<string, Set<number>>();

  function canReadRevision(document: LakeDocument): boolean {
    return actor.may('history', document) && mayRead(actor.access, document);
  }

  function* visibleSteps(id: string): Steps<Set<number>> {
    const seqs = new Set<number>();
    for (const { transaction, before, after } of stepsOf(id, parts)) {
      if ([before, after].every((document) => document === undefined || canReadRevision(document)))
        seqs.add(transaction.seq);
      yield;
    }
    visibleSeqs.set(id, seqs);
    return seqs;
  }

  function* canReadEffect(seq: number, { documentId }: Effect): Steps<boolean> {
    const seen = visibleSeqs.get(documentId) ?? (yield* visibleSteps(documentId));
    return seen.has(seq);
  }

  return {
    canReadRevision,
    canReadEffect,
    *canReadTransaction(id) {
      for (const { seq, effects } of parts.log.walk({ from: id, to: id })) {
        for (const effect of effects) if (yield* canReadEffect(seq, effect)) return true;
      }
      return false;
    },
    *canReadHistory(id) {
      const answer = historyReadable.get(id);
      if (answer !== undefined) return answer;
      const last = yield* documentAtInSteps(id, { lastRevision: true }, parts);
      const may = last !== undefined && canReadRevision(last);
      historyReadable.set(id, may);
      return may;
    },
  };
}
