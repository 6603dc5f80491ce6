import { type DocumentFilter, filterOfQuery } from '@bodytext/groq/document-filter';
import { checkParams } from '@bodytext/groq/parse/params';
import type { QueryParams } from '@bodytext/groq/parse/parse';
import { fewParts, isSlowToParse } from '@bodytext/groq/parse/query-text';
import { hasReleases } from '@bodytext/groq/perspective';
import { z } from 'zod';
import { asLakeError, forbidden, LakeError, tooManyRequests } from '../errors.ts';
import type { ListenOptions } from '../listen/listen-events.ts';
import type { Subscription } from '../listen/listeners.ts';
import { groqParamsIn } from './groq-params.ts';
import { parseRequest } from './parse-request.ts';
import type { ApiRequest } from './request.ts';
import { apiRoutes } from './routes.ts';

const dependsOnCaller = /\b(?:identity|attributes)\b/;

const parameters = z.object({
  query: z.string({ error: 'The parameter “query” is missing.' }).min(1, 'The parameter “query” is empty.'),
  effectFormat: z.literal('mendoza').optional(),
  visibility: z.enum(['query', 'transaction', 'sync', 'async']).optional(),
  tag: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,75}$/, 'A tag may have letters, digits, dots, underscores and dashes, up to 75.')
    .optional(),
});

/** @see https://www.sanity.io/docs/http-reference/listen */
export const listenRoutes = apiRoutes().get('/data/listen/:dataset', (request) => {
  const { listeners } = request.dataset;
  if (request.actor.access.kind === 'nothing') throw forbidden('Sign in to listen to changes.');
  const { query, effectFormat } = parseRequest(parameters, request.queries());
  const params = groqParamsIn(Object.entries(request.queries()));
  return request.streams.respond(request, (stream) => {
    const filter = filterOrError(request, query, params);
    if (filter instanceof LakeError) {
      // A browser's `EventSource` can't read the body of an error response, but it can read an event.
      stream.send({ type: 'channelError', data: filter.body });
      stream.end();
      return () => {};
    }
    const options = { ...readOptions(request), includeEffects: effectFormat === 'mendoza', filter };
    return listeners.join(stream, subscriptionOf(request, options, query, params));
  });
});

function readOptions(request: ApiRequest): Omit<ListenOptions, 'filter' | 'includeEffects'> {
  return {
    access: request.actor.access,
    includeAllVersions: request.isOn('includeAllVersions', !hasReleases(request.apiVersion)),
    includeResult: request.isOn('includeResult'),
    includePreviousRevision: request.isOn('includePreviousRevision'),
    includeMutations: request.isOn('includeMutations', true),
  };
}

function filterOrError(request: ApiRequest, query: string, params: QueryParams) {
  const { cpuLimiter } = request.lake;
  try {
    checkParams(query, params);
    if (cpuLimiter.waitMs(request.caller) > 0 && isSlowToParse(query, fewParts)) throw tooManyRequests(askLater);
    return cpuLimiter.run(request.caller, () => filterFor(request, query, params));
  } catch (error) {
    const answer = asLakeError(error);
    if (answer === undefined) throw error;
    return answer;
  }
}

const askLater = 'You have asked for much that takes long: listen for less, or in a moment.';

function filterFor(request: ApiRequest, query: string, params: QueryParams): DocumentFilter {
  const { project, store, listeners } = request.dataset;
  const { id: identity, access } = request.actor;
  const scope = { documents: store.documents, project, identity, access };
  return listeners.filterBudget.withBudget(request.caller, (start) => filterOfQuery(query, params, scope, start));
}

function subscriptionOf(request: ApiRequest, options: ListenOptions, query: string, params: QueryParams): Subscription {
  const { filter: _filter, access: _access, ...flags } = options;
  const identity = dependsOnCaller.test(query) ? request.actor.id : '';
  const sorted = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    key: JSON.stringify([query, sorted, flags, identity]),
    options,
    lastEventId: request.isOn('enableResume') ? request.header('last-event-id') : undefined,
  };
}
