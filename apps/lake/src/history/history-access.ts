import type { LakeDocument } from '../document.ts';
import type { Actor } from '../people/actor.ts';
import { mayRead } from '../query/access.ts';
import { documentAt, type HistoryParts, stepsOf } from './document-history.ts';
import type { Effect } from './transaction-log.ts';

/** What of the history somebody may see. */
export type HistoryAccess = {
  /** Whether a document as it was at some moment. */
  maySee(document: LakeDocument): boolean;
  /** Whether what happened to a document, judged by how it is, or was last. */
  mayKnow(id: string): boolean;
  /** Whether what a transaction did to a document: what it was before and after must both be theirs to see. */
  maySeeEffect(seq: number, effect: Effect): boolean;
  /** Whether there is such a transaction, as far as they may know: one of which they see something. */
  mayKnowTransaction(id: string): boolean;
};

const everything = '_id in path("**")';

export function createHistoryAccess(actor: Actor, parts: HistoryParts): HistoryAccess {
  const seesAll =
    actor.access.kind === 'everything' &&
    actor.grants.some(({ filter, permissions }) => filter === everything && permissions.includes('history'));
  if (seesAll)
    return { maySee: () => true, mayKnow: () => true, maySeeEffect: () => true, mayKnowTransaction: () => true };
  return createRestricted(actor, parts);
}

function createRestricted(actor: Actor, parts: HistoryParts): HistoryAccess {
  const known = new Map<string, boolean>();
  const visible = new Map<string, Set<number>>();

  function maySee(document: LakeDocument): boolean {
    return actor.may('history', document) && mayRead(actor.access, document);
  }

  function visibleSteps(id: string): Set<number> {
    const seqs = new Set<number>();
    for (const { transaction, before, after } of stepsOf(id, parts)) {
      if ([before, after].every((document) => document === undefined || maySee(document))) seqs.add(transaction.seq);
    }
    visible.set(id, seqs);
    return seqs;
  }

  function maySeeEffect(seq: number, { documentId }: Effect): boolean {
    return (visible.get(documentId) ?? visibleSteps(documentId)).has(seq);
  }

  return {
    maySee,
    maySeeEffect,
    mayKnowTransaction: (id) =>
      parts.log
        .list({ from: id, to: id })
        .some(({ seq, effects }) => effects.some((effect) => maySeeEffect(seq, effect))),
    mayKnow(id) {
      const answer = known.get(id);
      if (answer !== undefined) return answer;
      const last = documentAt(id, { lastRevision: true }, parts);
      const may = last !== undefined && maySee(last);
      known.set(id, may);
      return may;
    },
  };
}
