import { localResponse } from './local-response.ts';
import { rewriteUrl } from './rewrite-url.ts';
import { createSignOut } from './sign-out.ts';

type StreamOf = (path: string, headers: Headers, signal?: AbortSignal | null) => Promise<Response>;

/**
 * Who is signed in. A Studio of the usual login method, `dual`, asks the second one after signing in, without its token,
 * to learn whether it has a cookie as well.
 */
const asksWho = /^\/v[^/]+\/(?:users\/me|auth\/id)$/;

/** The Studio's `fetch`: addresses of the API lead to the page's own origin, event streams to the one socket. */
export function createLakeFetch(origin: string, originalFetch: typeof fetch, streamOf: StreamOf): typeof fetch {
  const signOut = createSignOut();
  return async (input, init) => {
    const given = input instanceof Request ? input.url : String(input);
    const local = localResponse(new URL(given, origin));
    if (local) return local;
    const own = rewriteUrl(given, origin);
    if (own === undefined) return originalFetch(input, init);
    const { pathname, search } = new URL(own.address);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    // Without a token nobody is signed in, as the lake sets no cookie; its 401 would be an error in every console.
    if (asksWho.test(pathname) && !headers.has('authorization')) return Response.json({});
    const leaving = signOut(pathname, headers, own.project);
    if (leaving === 'done') return new Response(null, { status: 204 });
    if (leaving === 'send') return originalFetch(own.address, { ...init, method: 'POST', headers });
    if (headers.get('accept')?.includes('text/event-stream')) return streamOf(pathname + search, headers, init?.signal);
    return originalFetch(input instanceof Request ? new Request(own.address, input) : own.address, init);
  };
}
