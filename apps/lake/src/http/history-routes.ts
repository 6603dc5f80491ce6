import { z } from 'zod';
import { badRequest } from '../errors.ts';
import type { Steps } from '../fairness/slices.ts';
import type { Moment } from '../history/document-history.ts';
import { cursorPattern } from '../history/event-page.ts';
import {
  documentEventsFor,
  documentsAtFor,
  type HistoryReader,
  readerOf,
  releaseEventsFor,
  transactionLinesFor,
} from '../history/history-reads.ts';
import { historyLimits } from '../history/limits.ts';
import type { LogRange } from '../history/transaction-log.ts';
import { json, jsonText } from './answer.ts';
import { httpLimits } from './limits.ts';
import { namesIn } from './names-in.ts';
import { parseRequest } from './parse-request.ts';
import type { ApiRequest } from './request.ts';
import { apiRoutes } from './routes.ts';

const limit = z.coerce.number().int().min(1).max(httpLimits.historyEntries.value).default(100);
const time = z.iso.datetime({ offset: true, error: 'A time is written like 2026-11-22T10:00:00Z.' });

const eventsAsked = z.object({
  limit,
  nextCursor: z.union([z.literal(''), z.string().regex(cursorPattern, 'is no cursor that the lake gave')]).optional(),
});

/** @see https://www.sanity.io/docs/http-reference/history */
export const historyRoutes = apiRoutes()
  .get('/data/history/:dataset/events/documents/:id', async (request) => {
    const id = request.param('id');
    const page = await inSlices(request, (reader) => documentEventsFor(id, pageAsked(request), reader));
    return json({ events: { [id]: page.events }, nextCursor: page.nextCursor });
  })
  .get('/data/history/:dataset/events/releases/:id', async (request) => {
    const id = request.param('id');
    return json(await inSlices(request, (reader) => releaseEventsFor(id, pageAsked(request), reader)));
  })
  .get('/data/history/:dataset/transactions/:ids', async (request) => {
    request.signedIn();
    const asked = {
      documentIds: namesIn(request.param('ids'), historyLimits.documentsPerRequest),
      range: rangeOf(request),
      onlyNamedDocuments: request.isOn('includeIdentifiedDocumentsOnly'),
      excludeContent: request.isOn('excludeContent'),
      withEffects: request.query('effectFormat') === 'mendoza',
    };
    const body = await inSlices(request, (reader) => transactionLinesFor(asked, reader));
    return { status: 200, headers: { 'content-type': 'application/x-ndjson' }, body: body };
  })
  .get('/data/history/:dataset/documents/:ids', async (request) => {
    request.signedIn();
    const moment = momentOf(request);
    const ids = namesIn(request.param('ids'), historyLimits.documentsPerRequest);
    const documents = await inSlices(request, (reader) => documentsAtFor(ids, moment, reader));
    return jsonText(documents);
  });

/** Others are answered between the steps. */
function inSlices<Result>(request: ApiRequest, read: (reader: HistoryReader) => Steps<Result>): Promise<Result> {
  const actor = request.signedIn();
  return request.lake.slices.run(request.caller, read(readerOf(actor, request.dataset.store)));
}

function pageAsked(request: ApiRequest): { limit: number; cursor: string | undefined } {
  const { limit: size, nextCursor: cursor } = parseRequest(eventsAsked, request.queries());
  return { limit: size, cursor };
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

function rangeOf(request: ApiRequest): Omit<LogRange, 'documentIds'> {
  const asked = parseRequest(transactionsAsked, request.queries());
  return {
    from: asked.fromTransaction,
    to: asked.toTransaction,
    // As the log writes times, so that they compare as text.
    fromTime: asked.fromTime && new Date(asked.fromTime).toISOString(),
    toTime: asked.toTime && new Date(asked.toTime).toISOString(),
    authors: asked.authors?.split(','),
    limit: asked.limit,
    reverse: request.isOn('reverse'),
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
