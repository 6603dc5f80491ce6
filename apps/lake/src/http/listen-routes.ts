import { Hono } from 'hono';
import { z } from 'zod';
import { forbidden, LakeError } from '../errors.ts';
import type { Listening } from '../listen/audience.ts';
import type { ListenOptions } from '../listen/listener.ts';
import { filterOfQuery } from '../query/document-filter.ts';
import { checkParams } from '../query/params.ts';
import type { QueryParams } from '../query/parse.ts';
import { isPublishedByDefault } from '../query/perspective.ts';
import { apiVersion, isOn, type LakeContext, type LakeEnvironment, parseRequest } from './environment.ts';
import { paramsInUrl } from './params-in-url.ts';

const mentionsWhoAsks = /\b(?:identity|attributes)\b/;

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
export const listenRoutes = new Hono<LakeEnvironment>().get('/data/listen/:dataset', (context) => {
  const { audience } = context.get('dataset');
  if (context.get('actor').access.kind === 'nothing') throw forbidden('Sign in to listen to changes.');
  const { query, effectFormat } = parseRequest(parameters, context.req.query());
  const params = paramsInUrl(Object.entries(context.req.query()));
  return context.get('streams').respond(context, (stream) => {
    const filter = filterOrError(context, query, params);
    if (filter instanceof LakeError) {
      // A browser's event source can't read the body of a refusal; this is how it learns what is wrong.
      stream.send({ type: 'channelError', data: filter.body });
      stream.end();
      return () => {};
    }
    const options = { ...readOptions(context), includeEffects: effectFormat === 'mendoza', filter };
    return audience.join(stream, listening(context, options, query, params));
  });
});

function readOptions(context: LakeContext): Omit<ListenOptions, 'filter' | 'includeEffects'> {
  return {
    access: context.get('actor').access,
    includeAllVersions: isOn(context, 'includeAllVersions', !isPublishedByDefault(apiVersion(context))),
    includeResult: isOn(context, 'includeResult'),
    includePreviousRevision: isOn(context, 'includePreviousRevision'),
    includeMutations: isOn(context, 'includeMutations', true),
  };
}

function filterOrError(context: LakeContext, query: string, params: QueryParams) {
  const { project, store, audience } = context.get('dataset');
  const { id: identity, access } = context.get('actor');
  const scope = { documents: store.documents, project, identity, access };
  try {
    checkParams(query, params);
    return filterOfQuery(query, params, scope, audience.filterTime.start);
  } catch (error) {
    if (error instanceof LakeError) return error;
    throw error;
  }
}

function listening(context: LakeContext, options: ListenOptions, query: string, params: QueryParams): Listening {
  const { filter: _filter, access: _access, ...asked } = options;
  const identity = mentionsWhoAsks.test(query) ? context.get('actor').id : '';
  const sorted = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    key: JSON.stringify([query, sorted, asked, identity]),
    options,
    lastEventId: isOn(context, 'enableResume') ? context.req.header('last-event-id') : undefined,
  };
}
