import { localResponse } from './local-response.ts';
import { rewriteUrl } from './rewrite-url.ts';
import { createSignOut } from './sign-out.ts';

type StreamOf = (path: string, headers: Headers, signal?: AbortSignal | null) => Promise<Response>;

/**
 * Requests for the signed-in user. With the default login method, `dual`, the Studio sends the second one without its
 * token after signing in, to find out whether it has a session cookie too.
 */
const currentUserPath = /^\/v[^/]+\/(?:users\/me|auth\/id)$/;

/** The Studio's `fetch`: rewrites URLs of the API to the page's own origin, and sends event streams over the WebSocket. */
export function createLakeFetch(origin: string, originalFetch: typeof fetch, streamOf: StreamOf): typeof fetch {
  const signOut = createSignOut();
  return async (input, init) => {
    const given = input instanceof Request ? input.url : String(input);
    const local = localResponse(new URL(given, origin));
    if (local) return local;
    const rewritten = rewriteUrl(given, origin);
    if (rewritten === undefined) return originalFetch(input, init);
    const { pathname, search } = new URL(rewritten.address);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    // The lake sets no cookies, so without a token nobody is signed in; its 401 would log an error in the console.
    if (currentUserPath.test(pathname) && !headers.has('authorization')) return Response.json({});
    const signingOut = signOut(pathname, headers, rewritten.project);
    if (signingOut === 'done') return new Response(null, { status: 204 });
    if (signingOut === 'send') return originalFetch(rewritten.address, { ...init, method: 'POST', headers });
    if (headers.get('accept')?.includes('text/event-stream')) return streamOf(pathname + search, headers, init?.signal);
    return originalFetch(input instanceof Request ? new Request(rewritten.address, input) : rewritten.address, init);
  };
}
