import { localAnswer } from './local-answer.ts';
import { type Here, ownAddress } from './own-address.ts';
import { createSignOut } from './sign-out.ts';

type StreamOf = (path: string, headers: Headers, signal?: AbortSignal | null) => Promise<Response>;

/** The Studio's `fetch`: the project's addresses lead to the page's own origin, event streams to the one socket. */
export function createOwnFetch(here: Here, originalFetch: typeof fetch, streamOf: StreamOf): typeof fetch {
  const signOut = createSignOut(here.projectId);
  return async (input, init) => {
    const given = input instanceof Request ? input.url : String(input);
    const own = ownAddress(given, here);
    const local = localAnswer(new URL(own ?? given, here.origin));
    if (local) return local;
    if (own === undefined) return originalFetch(input, init);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    // Asks who is signed in. Without a token that is nobody; the lake's 401 would be an error in every console.
    if (/^\/v[^/]+\/users\/me$/.test(new URL(own).pathname) && !headers.has('authorization')) return Response.json({});
    const leaving = signOut(new URL(own).pathname, headers);
    if (leaving === 'done') return new Response(null, { status: 204 });
    if (leaving === 'send') return originalFetch(own, { ...init, method: 'POST', headers });
    if (headers.get('accept')?.includes('text/event-stream')) {
      const { pathname, search } = new URL(own);
      return streamOf(pathname + search, headers, init?.signal);
    }
    return originalFetch(input instanceof Request ? new Request(own, input) : own, init);
  };
}
