import type { Answer } from '@bodytext/groq/answer';
import { checkParams } from '@bodytext/groq/parse/params';
import type { QueryParams } from '@bodytext/groq/parse/parse';
import { parsePerspective } from '@bodytext/groq/perspective';
import { resultJson } from '@bodytext/groq/result-json';
import type { SourceMapOption } from '@bodytext/groq/source-map/source-paths';
import { z } from 'zod';
import type { Dataset } from '../dataset.ts';
import { badRequest } from '../errors.ts';
import type { Lake } from '../lake.ts';
import { type Actor, refuseAnonymous } from '../people/actor.ts';
import { answerGroupsQuery } from '../people/groups-query.ts';
import { answerCacheFor } from './answer-cache.ts';
import { groqParamsIn } from './groq-params.ts';
import { parseJson } from './parse-json.ts';
import { checkVersion } from './request-rules.ts';
import { allValues, firstValue, parseUrlParams, type UrlParams } from './url-params.ts';

/** A JSON body: a text, or UTF-8 chunks. */
export type Body = string | Uint8Array[];

export type QueryContext = { lake: Lake; dataset: Dataset; actor: Actor; caller: string; apiVersion: string };

type ParsedQuery = { query: string; params: QueryParams; perspective: string | undefined; urlParams: UrlParams };

/** Queries that depend on more than the documents and the caller's rights are not cached. */
const uncacheable = /\b(?:identity|now|system)\b/;

/** Answers a query in a URL, from the cache where possible. */
export function answerToUrl(context: QueryContext, queryString: string): Body | Promise<Body> {
  return fromCache(context, `GET ${queryString}`, () => {
    const urlParams = parseUrlParams(queryString);
    const query = firstValue(urlParams, 'query');
    if (!query) throw badRequest('The parameter “query” is missing.');
    return { query, params: groqParamsIn(urlParams), perspective: perspectiveIn(urlParams), urlParams };
  });
}

const queryBody = z.object({
  query: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
  perspective: z.union([z.string(), z.array(z.string())]).optional(),
});

/** Answers a query in a request's body, from the cache where possible. */
export function answerToBody(context: QueryContext, queryString: string, body: string): Body | Promise<Body> {
  return fromCache(context, `POST ${queryString}\n${body}`, () => {
    const { query, params, perspective } = parseBody(body);
    const urlParams = parseUrlParams(queryString);
    return { query, params, perspective: perspective?.toString() ?? perspectiveIn(urlParams), urlParams };
  });
}

function perspectiveIn(urlParams: UrlParams): string | undefined {
  return allValues(urlParams, 'perspective').join(',') || undefined;
}

function parseBody(body: string): z.output<typeof queryBody> {
  const parsed = queryBody.safeParse(parseJson(body));
  if (!parsed.success) throw badRequest(`The request is not valid: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function fromCache(context: QueryContext, request: string, parse: () => ParsedQuery): Body | Promise<Body> {
  const { dataset, actor, apiVersion } = context;
  refuseAnonymous(actor);
  const cache = answerCacheFor(dataset, actor.access);
  const key = cache.key(actor.access, `${apiVersion} ${request}`);
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const version = cache.version();
  const started = performance.now();
  const parsed = parse();
  const found = run(context, parsed);
  return found instanceof Promise ? found.then(store) : store(found);

  function store(answer: Answer): Body {
    // A cached answer keeps its `ms`: a different one would tell anonymous readers that a document changed since.
    const ms = actor.access.kind === 'public' ? 0 : Math.round(performance.now() - started);
    const body = bodyOf(answer, parsed, ms);
    if (typeof body === 'string' && !uncacheable.test(parsed.query)) cache.set(key, body, version);
    return body;
  }
}

/** Synchronous where possible: a promise costs as much as a small query. */
function run(
  { lake, dataset, actor, caller, apiVersion }: QueryContext,
  parsed: ParsedQuery,
): Answer | Promise<Answer> {
  const { query, params, urlParams } = parsed;
  checkVersion(apiVersion);
  checkParams(query, params);
  const perspective = parsePerspective(parsed.perspective, apiVersion);
  const groups = answerGroupsQuery(query, actor, dataset, lake.people);
  if (groups) return { json: resultJson(groups), syncTags: [] };
  return dataset.answer(actor, { query, params, perspective, sourceMap: sourceMapWish(urlParams) }, caller);
}

/** The result is serialized already; the other fields are appended to it. */
function bodyOf({ json, syncTags, sourceMapJson }: Answer, { query, urlParams }: ParsedQuery, ms: number): Body {
  const isReturned = !['false', '0'].includes(firstValue(urlParams, 'returnQuery') ?? '');
  const others = JSON.stringify({ syncTags, ms, ...(isReturned && { query }) }).slice(1);
  const front = '{"result":';
  const end = sourceMapJson === undefined ? `,${others}` : `,"resultSourceMap":${sourceMapJson},${others}`;
  return typeof json === 'string' ? `${front}${json}${end}` : [Buffer.from(front), json, Buffer.from(end)];
}

function sourceMapWish(urlParams: UrlParams): SourceMapOption | undefined {
  const wish = firstValue(urlParams, 'resultSourceMap');
  if (wish === undefined || wish === 'false' || wish === '0') return undefined;
  return wish === 'withKeyArraySelector' ? 'keys' : 'positions';
}
