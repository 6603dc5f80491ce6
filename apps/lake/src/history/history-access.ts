import { mayRead } from '@bodytext/groq/access';
import type { LakeDocument } from '@bodytext/groq/document';
import type { Steps } from '../fairness/slices.ts';
import type { Actor } from '../people/actor.ts';
import { documentAtInSteps, type HistoryParts, stepsOf } from './document-history.ts';
import type { Effect } from './transaction-log.ts';

/** What of the history somebody may see. For who may not see all of it, that takes a look at each step of a document. */
export type HistoryAccess = {
  /** Whether a document as it was at some moment. */
  maySee(document: LakeDocument): boolean;
  /** Whether what happened to a document, judged by how it is, or was last. */
  mayKnow(id: string): Steps<boolean>;
  /** Whether what a transaction did to a document: what it was before and after must both be theirs to see. */
  maySeeEffect(seq: number, effect: Effect): Steps<boolean>;
  /** Whether there is such a transaction, as far as they may know: one of which they see something. */
  mayKnowTransaction(id: string): Steps<boolean>;
};

const everything = '_id in path("**")';

export function createHistoryAccess(actor: Actor, parts: HistoryParts): HistoryAccess {
  const seesAll =
    actor.access.kind === 'everything' &&
    actor.grants.some(({ filter, permissions }) => filter === everything && permissions.includes('history'));
  if (seesAll) return { maySee: () => true, mayKnow: always, maySeeEffect: always, mayKnowTransaction: always };
  return createRestricted(actor, parts);
}

// biome-ignore lint/correctness/useYield: it has nothing to wait for
function* always(): Steps<boolean> {
  return true;
}

function createRestricted(actor: Actor, parts: HistoryParts): HistoryAccess {
  const known = new Map<string, boolean>();
  const visible = new Map<string, Set<number>>();

  function maySee(document: LakeDocument): boolean {
    return actor.may('history', document) && mayRead(actor.access, document);
  }

  function* visibleSteps(id: string): Steps<Set<number>> {
    const seqs = new Set<number>();
    for (const { transaction, before, after } of stepsOf(id, parts)) {
      if ([before, after].every((document) => document === undefined || maySee(document))) seqs.add(transaction.seq);
      yield;
    }
    visible.set(id, seqs);
    return seqs;
  }

  function* maySeeEffect(seq: number, { documentId }: Effect): Steps<boolean> {
    const seen = visible.get(documentId) ?? (yield* visibleSteps(documentId));
    return seen.has(seq);
  }

  return {
    maySee,
    maySeeEffect,
    *mayKnowTransaction(id) {
      for (const { seq, effects } of parts.log.walk({ from: id, to: id })) {
        for (const effect of effects) if (yield* maySeeEffect(seq, effect)) return true;
      }
      return false;
    },
    *mayKnow(id) {
      const answer = known.get(id);
      if (answer !== undefined) return answer;
      const last = yield* documentAtInSteps(id, { lastRevision: true }, parts);
      const may = last !== undefined && maySee(last);
      known.set(id, may);
      return may;
    },
  };
}
