import type { LakeDocument } from '@bodytext/groq/document';
import { applyPatch } from 'mendoza';
import type { Effect, LoggedTransaction, LogView } from '../history/transaction-log.ts';
import type { Committed } from '../mutate/commit.ts';
import type { WorkingDocument } from '../mutate/working-set.ts';
import type { Store } from '../store/store.ts';
import { listenLimits } from './limits.ts';

type Parts = Pick<Store, 'documents' | 'log'>;

const longestWayBack = listenLimits.wayBack.value;

/**
 * The transactions after a point of the log, with the documents before and after each; undefined if they are more
 * than the limit, or too large. Walks back from how the documents are now, so that each patch is applied once.
 */
export function committedAfter(
  seq: number,
  { documents, log }: Parts,
  limit: number,
  view: LogView = 'everything',
): Committed[] | undefined {
  const missed = log.list({ afterSeq: seq, limit: limit + 1, view });
  if (missed.length > limit || log.wayBackTo(seq, view) > longestWayBack) return undefined;
  documents.refresh();
  const states = new Map<string, LakeDocument | undefined>();

  function undo(transaction: LoggedTransaction, effect: Effect): WorkingDocument {
    const { documentId: id, previousRev, revert } = effect;
    const after = states.has(id) ? states.get(id) : documents.get(id);
    const before = previousRev === undefined ? undefined : reverted(after, revert, previousRev);
    states.set(id, before);
    return {
      id,
      before,
      after: after && { ...after, _rev: transaction.id },
      // Read only by who is told of them.
      get mutations() {
        return effect.mutations;
      },
    };
  }

  return missed
    .reverse()
    .map((transaction): Committed => {
      const changes: WorkingDocument[] = transaction.effects.toReversed().map((effect) => undo(transaction, effect));
      return { ...transaction, changes: changes.reverse() };
    })
    .reverse();
}

/** Patches are without revisions. */
function reverted(after: LakeDocument | undefined, patch: Effect['revert'], rev: string): LakeDocument | undefined {
  const { _rev, ...content } = after ?? {};
  const before: unknown = applyPatch(after ? content : null, patch);
  return isDocument(before) ? { ...before, _rev: rev } : undefined;
}

function isDocument(value: unknown): value is LakeDocument {
  return typeof value === 'object' && value !== null && '_id' in value;
}
