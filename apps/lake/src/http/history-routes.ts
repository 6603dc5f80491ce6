import { z } from 'zod';
import { isPublishedId, type LakeDocument, publishedIdOf } from '../document.ts';
import { badRequest } from '../errors.ts';
import { documentEvents } from '../history/document-events.ts';
import { documentAt, type Moment } from '../history/document-history.ts';
import { cursorPattern, pageOf } from '../history/event-page.ts';
import { createHistoryAccess, type HistoryAccess } from '../history/history-access.ts';
import { releaseEvents } from '../history/release-events.ts';
import type { LoggedTransaction, LogRange } from '../history/transaction-log.ts';
import { releaseDocumentId } from '../mutate/release.ts';
import type { Store } from '../store/store.ts';
import { json } from './answer.ts';
import { parseRequest } from './parse-request.ts';
import type { ApiRequest } from './request.ts';
import { apiRoutes } from './routes.ts';

const limit = z.coerce.number().int().min(1).max(1_000).default(100);
const time = z.iso.datetime({ offset: true, error: 'A time is written like 2026-11-22T10:00:00Z.' });

const eventsAsked = z.object({
  limit,
  nextCursor: z.union([z.literal(''), z.string().regex(cursorPattern, 'is no cursor that the lake gave')]).optional(),
});

/** @see https://www.sanity.io/docs/http-reference/history */
export const historyRoutes = apiRoutes()
  .get('/data/history/:dataset/events/documents/:id', (request) => {
    const { access, store } = historyFor(request);
    const id = request.param('id');
    const { limit: size, nextCursor: cursor } = parseRequest(eventsAsked, request.queries());
    const events = documentEvents(id, store.log).filter(({ versionId }) =>
      access.mayKnow(versionId ?? publishedIdOf(id)),
    );
    const page = pageOf(events, { limit: size, cursor });
    return json({ events: { [id]: page.events }, nextCursor: page.nextCursor });
  })
  .get('/data/history/:dataset/events/releases/:id', (request) => {
    const { access, store } = historyFor(request);
    const id = request.param('id');
    const { limit: size, nextCursor: cursor } = parseRequest(eventsAsked, request.queries());
    const events = releaseEvents(id, store.log).filter(({ versionId }) =>
      access.mayKnow(versionId ?? releaseDocumentId(id)),
    );
    return json(pageOf(events, { limit: size, cursor }));
  })
  .get('/data/history/:dataset/transactions/:ids', (request) => {
    const { access, store } = historyFor(request);
    const documentIds = request.param('ids').split(',');
    const transactions = store.log.list({ documentIds, ...rangeOf(request, access) });
    const lines = transactions.flatMap((transaction) => line(transaction, documentIds, access, request) ?? []);
    const body = lines.map((one) => `${JSON.stringify(one)}\n`).join('');
    return { status: 200, headers: { 'content-type': 'application/x-ndjson' }, body };
  })
  .get('/data/history/:dataset/documents/:ids', (request) => {
    const { access, store } = historyFor(request);
    const moment = momentOf(request);
    if ('revision' in moment && !access.mayKnowTransaction(moment.revision)) return json({ documents: [] });
    const ids = request.param('ids').split(',');
    const seen = (document: LakeDocument | undefined) => (document && access.maySee(document) ? document : undefined);
    const found = ids.flatMap((id) => {
      const document = documentAt(id, moment, store);
      if (document) return seen(document) ?? [];
      const published = seen(publishedInstead(id, ids, moment, store));
      return seen(published && { ...published, _id: id }) ?? [];
    });
    return json({ documents: found });
  });

function historyFor(request: ApiRequest): { access: HistoryAccess; store: Store } {
  const actor = request.signedIn();
  const { store } = request.dataset;
  return { access: createHistoryAccess(actor, store), store };
}

/**
 * A draft's history lists what was done to the published document before there was a draft, such as its import.
 * The Studio then asks for the draft at that revision, and can only show and restore it if it gets the content.
 */
function publishedInstead(id: string, asked: string[], moment: Moment, store: Store): LakeDocument | undefined {
  const publishedId = publishedIdOf(id);
  if (!('revision' in moment) || isPublishedId(id) || asked.includes(publishedId)) return undefined;
  const published = documentAt(publishedId, moment, store);
  return published?._rev === moment.revision ? published : undefined;
}

/** The Studio sends empty names for “from the beginning” and “to the end”. */
const named = z
  .string()
  .optional()
  .transform((name) => name || undefined);

const transactionsAsked = z.object({
  fromTransaction: named,
  toTransaction: named,
  fromTime: time.optional(),
  toTime: time.optional(),
  authors: named,
  limit,
});

function rangeOf(request: ApiRequest, access: HistoryAccess): Omit<LogRange, 'documentIds'> {
  const asked = parseRequest(transactionsAsked, request.queries());
  return {
    from: knownOr(asked.fromTransaction, access),
    to: knownOr(asked.toTransaction, access),
    // As the log writes times, so that they compare as text.
    fromTime: asked.fromTime && new Date(asked.fromTime).toISOString(),
    toTime: asked.toTime && new Date(asked.toTime).toISOString(),
    authors: asked.authors?.split(','),
    limit: asked.limit,
    reverse: request.isOn('reverse'),
  };
}

/** A transaction of which the reader may see nothing counts as one that never was. */
function knownOr(id: string | undefined, access: HistoryAccess): string | undefined {
  return id === undefined || access.mayKnowTransaction(id) ? id : 'none';
}

/** A transaction with what the reader may see of it; undefined if that is nothing. */
function line(
  transaction: LoggedTransaction,
  documentIds: string[],
  access: HistoryAccess,
  request: ApiRequest,
): Record<string, unknown> | undefined {
  const onlyAsked = request.isOn('includeIdentifiedDocumentsOnly');
  const effects = transaction.effects.filter(
    (effect) => (!onlyAsked || documentIds.includes(effect.documentId)) && access.maySeeEffect(transaction.seq, effect),
  );
  if (!effects.some(({ documentId }) => documentIds.includes(documentId))) return undefined;
  const withEffects = request.query('effectFormat') === 'mendoza';
  return {
    id: transaction.id,
    timestamp: transaction.timestamp,
    author: transaction.author,
    documentIDs: effects.map(({ documentId }) => documentId),
    ...(!request.isOn('excludeContent') && { mutations: effects.flatMap(({ mutations }) => mutations) }),
    ...(withEffects && {
      effects: Object.fromEntries(effects.map(({ documentId, apply, revert }) => [documentId, { apply, revert }])),
    }),
  };
}

function momentOf(request: ApiRequest): Moment {
  const revision = request.query('revision');
  const at = request.query('time');
  if (request.isOn('lastRevision') || revision === 'lastRevision') return { lastRevision: true };
  if (revision) return { revision };
  if (!at) return { time: new Date().toISOString() };
  if (Number.isNaN(Date.parse(at))) throw badRequest(`“${at}” is no time; write it like 2026-11-22T10:00:00Z.`);
  return { time: at };
}
