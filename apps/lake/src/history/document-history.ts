import type { LakeDocument } from '@bodytext/groq/document';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { applyPatch } from 'mendoza';
import { atOnce, type Steps } from '../fairness/slices.ts';
import type { Effect, LoggedTransaction, Reading, TransactionLog } from './transaction-log.ts';

/** Which moment: a transaction's id, or a time; `lastRevision` is the last before a deletion. */
export type Moment = { revision: string } | { time: string } | { lastRevision: true };

export type HistoryParts = {
  documents: DocumentStore;
  log: TransactionLog;
  /** What the whole request reads of contents counts together. */
  reading?: Reading;
};

/** What one transaction made of a document. */
export type Step = {
  transaction: LoggedTransaction;
  effect: Effect;
  before: LakeDocument | undefined;
  after: LakeDocument | undefined;
};

/** A document's life, the newest step first: found by walking back from how it is now. */
export function* stepsOf(id: string, { documents, log, reading }: HistoryParts): Generator<Step> {
  let content: unknown = withoutRevision(documents.get(id));
  let after: LakeDocument | undefined;
  let newer: Omit<Step, 'before'> | undefined;
  for (const transaction of log.walk({ documentIds: [id], reverse: true }, reading)) {
    const effect = transaction.effects.find(({ documentId }) => documentId === id);
    if (!effect) continue;
    after = asDocument(content, transaction.id);
    if (newer) yield { ...newer, before: after };
    newer = { transaction, effect, after };
    content = applyPatch(content, effect.revert);
  }
  if (newer) yield { ...newer, before: undefined };
}

/** What a document held when it was deleted; undefined for one that is there, never was, or was purged. */
export function lastContentOf(id: string, log: TransactionLog): LakeDocument | undefined {
  const [last] = log.list({ documentIds: [id], reverse: true, limit: 1 });
  const effect = last?.effects.find(({ documentId }) => documentId === id);
  if (!last || effect?.transition !== 'disappear') return undefined;
  return asDocument(applyPatch(null, effect.revert), effect.previousRev ?? last.id);
}

/** A document as it was. */
export function documentAt(id: string, moment: Moment, parts: HistoryParts): LakeDocument | undefined {
  return atOnce(documentAtInSteps(id, moment, parts));
}

/** The same, with a pause after each step back: there may be thousands of them. */
export function* documentAtInSteps(id: string, moment: Moment, parts: HistoryParts): Steps<LakeDocument | undefined> {
  const newestSeq = 'revision' in moment ? (parts.log.seqOf(moment.revision) ?? 0) : Number.MAX_SAFE_INTEGER;
  for (const step of stepsOf(id, parts)) {
    const { transaction, after, before } = step;
    if ('lastRevision' in moment) return after ?? (before && { ...before, _rev: lastRevisionOf(step, before) });
    const isReached =
      'revision' in moment
        ? transaction.seq <= newestSeq
        : Date.parse(transaction.timestamp) <= Date.parse(moment.time);
    if (isReached) return after;
    yield;
  }
  return undefined;
}

/**
 * What a release published ends with the publishing itself: from that revision the Studio looks for what there was
 * before, when a release is reverted.
 */
function lastRevisionOf({ transaction }: Step, before: LakeDocument): string {
  const isPublishing = transaction.effects.some(({ mutations }) =>
    mutations.some((mutation) => 'patch' in mutation && mutation.patch.set?.state === 'published'),
  );
  return before._id.startsWith('versions.') && isPublishing ? transaction.id : before._rev;
}

function withoutRevision(document: LakeDocument | undefined): unknown {
  if (!document) return null;
  const { _rev, ...content } = document;
  return content;
}

function asDocument(content: unknown, revision: string): LakeDocument | undefined {
  return isContent(content) ? { ...content, _rev: revision } : undefined;
}

function isContent(value: unknown): value is LakeDocument {
  return typeof value === 'object' && value !== null && '_id' in value;
}
