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
import { paramsInUrl } from './params-in-url.ts';
import { parseJson } from './parse-json.ts';
import { checkVersion } from './request-rules.ts';
import { readSearch, type Search, valueIn, valuesIn } from './search.ts';

/** A body of JSON: a text, or pieces in UTF-8. */
export type Body = string | Uint8Array[];

/** Who asks where. */
export type Asking = { lake: Lake; dataset: Dataset; actor: Actor; caller: string; apiVersion: string };

type Asked = { query: string; params: QueryParams; perspective: string | undefined; search: Search };

/** What depends on more than the documents and on who may see them: nothing of that is kept. */
const dependsOnMore = /\b(?:identity|now|system)\b/;

/** The answer to a query in a URL, from what is kept if the same was asked lately. */
export function answerToUrl(asking: Asking, search: string): Body | Promise<Body> {
  return fromCache(asking, `GET ${search}`, () => {
    const parameters = readSearch(search);
    const query = valueIn(parameters, 'query');
    if (!query) throw badRequest('The parameter “query” is missing.');
    return { query, params: paramsInUrl(parameters), perspective: perspectiveIn(parameters), search: parameters };
  });
}

const queryBody = z.object({
  query: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
  perspective: z.union([z.string(), z.array(z.string())]).optional(),
});

/** The answer to a query in a request's body. */
export function answerToBody(asking: Asking, search: string, body: string): Body | Promise<Body> {
  return fromCache(asking, `POST ${search}\n${body}`, () => {
    const { query, params, perspective } = parseBody(body);
    const parameters = readSearch(search);
    const named = perspective?.toString() ?? perspectiveIn(parameters);
    return { query, params, perspective: named, search: parameters };
  });
}

function perspectiveIn(search: Search): string | undefined {
  return valuesIn(search, 'perspective').join(',') || undefined;
}

function parseBody(body: string): z.output<typeof queryBody> {
  const parsed = queryBody.safeParse(parseJson(body));
  if (!parsed.success) throw badRequest(`The request is not valid: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function fromCache(asking: Asking, question: string, read: () => Asked): Body | Promise<Body> {
  const { dataset, actor, apiVersion } = asking;
  refuseAnonymous(actor);
  const cache = answerCacheFor(dataset, actor.access);
  const key = cache.key(actor.access, `${apiVersion} ${question}`);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const version = cache.version();
  const started = performance.now();
  const asked = read();
  const found = find(asking, asked);
  return found instanceof Promise ? found.then(kept) : kept(found);

  function kept(answer: Answer): Body {
    // A kept answer says how long it took once: to anonymous readers it would tell whether anything was changed since.
    const ms = actor.access.kind === 'public' ? 0 : Math.round(performance.now() - started);
    const body = bodyOf(answer, asked, ms);
    if (typeof body === 'string' && !dependsOnMore.test(asked.query)) cache.keep(key, body, version);
    return body;
  }
}

/** A promise only where it takes a while: most are found at once, and a promise would cost as much as that. */
function find({ lake, dataset, actor, caller, apiVersion }: Asking, asked: Asked): Answer | Promise<Answer> {
  const { query, params, search } = asked;
  checkVersion(apiVersion);
  checkParams(query, params);
  const perspective = parsePerspective(asked.perspective, apiVersion);
  const groups = answerGroupsQuery(query, actor, dataset, lake.people);
  if (groups) return { json: resultJson(groups), syncTags: [] };
  return dataset.answer(actor, { query, params, perspective, sourceMap: sourceMapWish(search) }, caller);
}

/** The result is JSON already; the others follow it in the same object. */
function bodyOf({ json, syncTags, sourceMapJson }: Answer, { query, search }: Asked, ms: number): Body {
  const isReturned = !['false', '0'].includes(valueIn(search, 'returnQuery') ?? '');
  const others = JSON.stringify({ syncTags, ms, ...(isReturned && { query }) }).slice(1);
  const front = '{"result":';
  const end = sourceMapJson === undefined ? `,${others}` : `,"resultSourceMap":${sourceMapJson},${others}`;
  return typeof json === 'string' ? `${front}${json}${end}` : [Buffer.from(front), json, Buffer.from(end)];
}

function sourceMapWish(search: Search): SourceMapOption | undefined {
  const wish = valueIn(search, 'resultSourceMap');
  if (wish === undefined || wish === 'false' || wish === '0') return undefined;
  return wish === 'withKeyArraySelector' ? 'keys' : 'positions';
}
