import { z } from 'zod';

/**
 * A request of the Studio to the lake, by its kind:
 * - `edit`: a mutation from a form; the Studio tags it `document.commit`
 * - `action`: any other mutation, such as publish
 * - `events`: a listener, by server-sent events
 * - `read`: any other GET
 * - `sign-out`
 */
export type LakeRequest = { kind: 'edit' | 'action' | 'events' | 'read' | 'sign-out'; url: URL };

const apiHosts = ['api.sanity.io', 'apicdn.sanity.io'];
const write = /^\/v[^/]+\/data\/(?:mutate|actions)\/[^/]+$/;

/**
 * Undefined for a request to another host, for an upload and for the Studio's own files.
 *
 * @param origin the page's origin
 */
export function classifyRequest(
  origin: string,
  input: RequestInfo | URL,
  init: RequestInit = {},
): LakeRequest | undefined {
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
const withIds = z.looseObject({
  draftId: z.string().optional(),
  publishedId: z.string().optional(),
  id: z.string().optional(),
  _id: z.string().optional(),
});
const body = z.looseObject({
  actions: z.array(withIds).default([]),
  mutations: z.array(z.record(z.string(), withIds)).default([]),
});

/** The transaction of an edit and the documents that it changes. */
export type Edit = { transactionId: string; documentIds: string[] };

/** Undefined where the body has no transaction id. */
export function parseEdit(text: unknown): Edit | undefined {
  if (typeof text !== 'string') return undefined;
  const json: unknown = JSON.parse(text);
  const { transactionId } = edit.safeParse(json).data ?? {};
  const { actions, mutations } = body.parse(json);
  if (transactionId === undefined) return undefined;
  const ids = [...actions, ...mutations.flatMap((mutation) => Object.values(mutation))].flatMap(
    ({ draftId, publishedId, id, _id }) => [draftId, publishedId, id, _id],
  );
  return { transactionId, documentIds: [...new Set(ids.filter((each) => each !== undefined))] };
}
