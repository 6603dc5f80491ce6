import { z } from 'zod';

/**
 * What a request of the Studio's asks of the lake:
 * - `edit`: words that somebody typed, to be stored; the Studio tags them `document.commit`
 * - `action`: any other change of documents, such as to publish one
 * - `events`: a stream of changes
 * - `read`: anything else that only reads
 * - `sign-out`
 */
export type LakeRequest = { kind: 'edit' | 'action' | 'events' | 'read' | 'sign-out'; url: URL };

const apiHosts = ['api.sanity.io', 'apicdn.sanity.io'];
const write = /^\/v[^/]+\/data\/(?:mutate|actions)\/[^/]+$/;

/**
 * Undefined for what is not asked of the lake, or neither reads nor changes documents.
 *
 * @param origin the page's own
 */
export function lakeRequest(origin: string, input: RequestInfo | URL, init: RequestInit = {}): LakeRequest | undefined {
  const url = URL.parse(input instanceof Request ? input.url : String(input), origin);
  if (url === null || !isLake(url, new URL(origin).host) || !/^\/v(?:\d|X)/.test(url.pathname)) return undefined;
  const method = (init.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase();
  const kind = kindOf(url, method, new Headers(init.headers ?? (input instanceof Request ? input.headers : undefined)));
  return kind && { kind, url };
}

function isLake({ host }: URL, ownHost: string): boolean {
  return [ownHost, ...apiHosts].some((known) => host === known || host.endsWith(`.${known}`));
}

function kindOf({ pathname, searchParams }: URL, method: string, headers: Headers): LakeRequest['kind'] | undefined {
  if (pathname.endsWith('/auth/logout')) return 'sign-out';
  if (method === 'GET') return headers.get('accept')?.includes('text/event-stream') ? 'events' : 'read';
  if (method !== 'POST' || !write.test(pathname)) return undefined;
  return searchParams.get('tag')?.endsWith('document.commit') ? 'edit' : 'action';
}

const edit = z.looseObject({ transactionId: z.string() });
const named = z.looseObject({
  draftId: z.string().optional(),
  publishedId: z.string().optional(),
  id: z.string().optional(),
  _id: z.string().optional(),
});
const body = z.looseObject({
  actions: z.array(named).default([]),
  mutations: z.array(z.record(z.string(), named)).default([]),
});

/** The transaction of an edit and the documents that it changes. */
export type Edit = { transactionId: string; documentIds: string[] };

/** Undefined where the body says no transaction. */
export function editIn(text: unknown): Edit | undefined {
  if (typeof text !== 'string') return undefined;
  const sent: unknown = JSON.parse(text);
  const { transactionId } = edit.safeParse(sent).data ?? {};
  const { actions, mutations } = body.parse(sent);
  if (transactionId === undefined) return undefined;
  const ids = [...actions, ...mutations.flatMap((mutation) => Object.values(mutation))].flatMap(
    ({ draftId, publishedId, id, _id }) => [draftId, publishedId, id, _id],
  );
  return { transactionId, documentIds: [...new Set(ids.filter((each) => each !== undefined))] };
}
