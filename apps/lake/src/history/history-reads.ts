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
import { type LoggedTransaction, type LogRange, startReading } from './transaction-log.ts';

/*
 * What somebody asks of the history, in steps with pauses between: a document may have been changed a hundred thousand
 * times, and others are answered meanwhile. What one request reads of contents counts together.
 */

export type HistoryReader = { access: HistoryAccess; parts: HistoryParts };

export function readerOf(actor: Actor, { documents, log }: HistoryParts): HistoryReader {
  const parts = { documents, log, reading: startReading() };
  return { access: createHistoryAccess(actor, parts), parts };
}

type PageAsked = { limit: number; cursor: string | undefined };

export function* documentEventsFor(
  id: string,
  asked: PageAsked,
  { access, parts }: HistoryReader,
): Steps<Page<object>> {
  const seen = [];
  for (const event of yield* documentEvents(id, parts)) {
    if (yield* access.mayKnow(event.versionId ?? publishedIdOf(id))) seen.push(event);
  }
  return pageOf(seen, asked);
}

export function* releaseEventsFor(id: string, asked: PageAsked, { access, parts }: HistoryReader): Steps<Page<object>> {
  const seen = [];
  for (const event of yield* releaseEvents(id, parts)) {
    if (yield* access.mayKnow(event.versionId ?? releaseDocumentId(id))) seen.push(event);
  }
  return pageOf(seen, asked);
}

export type TransactionsAsked = {
  documentIds: string[];
  range: Omit<LogRange, 'documentIds'>;
  onlyIdentified: boolean;
  excludeContent: boolean;
  withEffects: boolean;
};

/** Transactions as JSON, one a line, with what the reader may see of each; those of which that is nothing are left out. */
export function* transactionLinesFor(asked: TransactionsAsked, { access, parts }: HistoryReader): Steps<Uint8Array[]> {
  const { documentIds, range } = asked;
  const from = yield* knownOr(range.from, access);
  const to = yield* knownOr(range.to, access);
  const lines = createLines();
  for (const transaction of parts.log.walk({ ...range, documentIds, from, to }, parts.reading)) {
    const line = yield* lineOf(transaction, asked, access);
    if (line) lines.add(`${JSON.stringify(line)}\n`);
    yield;
  }
  return lines.all();
}

/** A transaction of which the reader may see nothing counts as one that never was. */
function* knownOr(id: string | undefined, access: HistoryAccess): Steps<string | undefined> {
  return id === undefined || (yield* access.mayKnowTransaction(id)) ? id : 'none';
}

function* lineOf(
  transaction: LoggedTransaction,
  { documentIds, onlyIdentified, excludeContent, withEffects }: TransactionsAsked,
  access: HistoryAccess,
): Steps<Record<string, unknown> | undefined> {
  const effects = [];
  for (const effect of transaction.effects) {
    if (onlyIdentified && !documentIds.includes(effect.documentId)) continue;
    if (yield* access.maySeeEffect(transaction.seq, effect)) effects.push(effect);
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

/** Documents as they were at some moment, as JSON. */
export function* documentsAtFor(ids: string[], moment: Moment, { access, parts }: HistoryReader): Steps<Uint8Array[]> {
  const lines = createLines();
  lines.add('{"documents":[');
  const isKnown = !('revision' in moment) || (yield* access.mayKnowTransaction(moment.revision));
  let before = '';
  for (const id of isKnown ? ids : []) {
    const own = yield* documentAtInSteps(id, moment, parts);
    const found = own ?? (yield* publishedInstead(id, ids, moment, { access, parts }));
    if (found && access.maySee(found)) {
      lines.add(before + JSON.stringify(found));
      before = ',';
    }
    yield;
  }
  lines.add(']}');
  return lines.all();
}

/**
 * A draft's history lists what was done to the published document before there was a draft, such as its import.
 * The Studio then asks for the draft at that revision, and can only show and restore it if it gets the content.
 */
function* publishedInstead(
  id: string,
  asked: string[],
  moment: Moment,
  { access, parts }: HistoryReader,
): Steps<LakeDocument | undefined> {
  const publishedId = publishedIdOf(id);
  if (!('revision' in moment) || isPublishedId(id) || asked.includes(publishedId)) return undefined;
  const published = yield* documentAtInSteps(publishedId, moment, parts);
  const isIt = published?._rev === moment.revision && access.maySee(published);
  return isIt ? { ...published, _id: id } : undefined;
}

/** An answer has an end. */
function createLines(): TextPieces {
  const most = historyLimits.answer.value;
  return createTextPieces(most, () =>
    badRequest(`The answer would have more than ${most / 1_000_000} MB. Ask for fewer documents or transactions.`),
  );
}
