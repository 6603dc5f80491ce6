import { isPublishedId, type LakeDocument, publishedIdOf } from '@bodytext/groq/document';
import { badRequest } from '../errors.ts';
import type { Steps } from '../fairness/slices.ts';
import { releaseDocumentId } from '../mutate/release.ts';
import type { Actor } from '../people/actor.ts';
import { createTextPieces, type TextPieces } from '../query/text-pieces.ts';
import { documentEvents } from './document-events.ts';
import { documentAtInSteps, type HistoryParts, type Moment } from './document-history.ts';
import { type Page, pageOf } from './event-page.ts';
import { createHistoryAccess, type HistoryAccess } from './history-access.ts';
import { historyLimits } from './limits.ts';
import { releaseEvents } from './release-events.ts';
import { type LoggedTransaction, type LogRange, startReadBudget } from './transaction-log.ts';

/*
 * Reads of the history, as generators that yield between steps: a document may have a hundred thousand revisions, and
 * other callers are answered meanwhile. Each request has one read budget.
 */

export type HistoryReader = { access: HistoryAccess; parts: HistoryParts };

export function readerOf(actor: Actor, { documents, log }: HistoryParts): HistoryReader {
  const parts = { documents, log, budget: startReadBudget() };
  return { access: createHistoryAccess(actor, parts), parts };
}

type PageRequest = { limit: number; cursor: string | undefined };

export function* documentEventsFor(
  id: string,
  request: PageRequest,
  { access, parts }: HistoryReader,
): Steps<Page<object>> {
  const readable = [];
  for (const event of yield* documentEvents(id, parts)) {
    if (yield* access.canReadHistory(event.versionId ?? publishedIdOf(id))) readable.push(event);
  }
  return pageOf(readable, request);
}

export function* releaseEventsFor(
  id: string,
  request: PageRequest,
  { access, parts }: HistoryReader,
): Steps<Page<object>> {
  const readable = [];
  for (const event of yield* releaseEvents(id, parts)) {
    if (yield* access.canReadHistory(event.versionId ?? releaseDocumentId(id))) readable.push(event);
  }
  return pageOf(readable, request);
}

export type TransactionsRequest = {
  documentIds: string[];
  range: Omit<LogRange, 'documentIds'>;
  onlyNamedDocuments: boolean;
  excludeContent: boolean;
  withEffects: boolean;
};

/** Transactions as NDJSON, with the effects that the reader may see; those without any are left out. */
export function* transactionLinesFor(
  request: TransactionsRequest,
  { access, parts }: HistoryReader,
): Steps<Uint8Array[]> {
  const { documentIds, range } = request;
  const from = yield* readableOrNone(range.from, access);
  const to = yield* readableOrNone(range.to, access);
  const lines = createLines();
  for (const transaction of parts.log.walk({ ...range, documentIds, from, to }, parts.budget)) {
    const line = yield* lineOf(transaction, request, access);
    if (line) lines.add(`${JSON.stringify(line)}\n`);
    yield;
  }
  return lines.all();
}

/** A transaction that the reader may not see counts as missing. */
function* readableOrNone(id: string | undefined, access: HistoryAccess): Steps<string | undefined> {
  return id === undefined || (yield* access.canReadTransaction(id)) ? id : 'none';
}

function* lineOf(
  transaction: LoggedTransaction,
  { documentIds, onlyNamedDocuments, excludeContent, withEffects }: TransactionsRequest,
  access: HistoryAccess,
): Steps<Record<string, unknown> | undefined> {
  const effects = [];
  for (const effect of transaction.effects) {
    if (onlyNamedDocuments && !documentIds.includes(effect.documentId)) continue;
    if (yield* access.canReadEffect(transaction.seq, effect)) effects.push(effect);
  }
  if (!effects.some(({ documentId }) => documentIds.includes(documentId))) return undefined;
  return {
    id: transaction.id,
    timestamp: transaction.timestamp,
    author: transaction.author,
    documentIDs: effects.map(({ documentId }) => documentId),
    ...(!excludeContent && { mutations: effects.flatMap(({ mutations }) => mutations) }),
    ...(withEffects && {
      effects: Object.fromEntries(effects.map(({ documentId, apply, revert }) => [documentId, { apply, revert }])),
    }),
  };
}

/** Documents at a revision or time, as JSON. */
export function* documentsAtFor(ids: string[], moment: Moment, { access, parts }: HistoryReader): Steps<Uint8Array[]> {
  const lines = createLines();
  lines.add('{"documents":[');
  const isKnown = !('revision' in moment) || (yield* access.canReadTransaction(moment.revision));
  let before = '';
  for (const id of isKnown ? ids : []) {
    const own = yield* documentAtInSteps(id, moment, parts);
    const found = own ?? (yield* publishedInstead(id, ids, moment, { access, parts }));
    if (found && access.canReadRevision(found)) {
      lines.add(before + JSON.stringify(found));
      before = ',';
    }
    yield;
  }
  lines.add(']}');
  return lines.all();
}

/**
 * A draft's history also lists transactions of the published document before there was a draft, such as its import. The
 * Studio requests the draft at that revision, and can only show and restore it if it gets the published content.
 */
function* publishedInstead(
  id: string,
  requestedIds: string[],
  moment: Moment,
  { access, parts }: HistoryReader,
): Steps<LakeDocument | undefined> {
  const publishedId = publishedIdOf(id);
  if (!('revision' in moment) || isPublishedId(id) || requestedIds.includes(publishedId)) return undefined;
  const published = yield* documentAtInSteps(publishedId, moment, parts);
  const isReadable = published?._rev === moment.revision && access.canReadRevision(published);
  return isReadable ? { ...published, _id: id } : undefined;
}

function createLines(): TextPieces {
  const max = historyLimits.answer.value;
  return createTextPieces(max, () =>
    badRequest(`The answer would have more than ${max / 1_000_000} MB. Ask for fewer documents or transactions.`),
  );
}
