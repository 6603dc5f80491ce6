import { storedToken } from './stored-token.ts';

const signOutPath = /^\/v[^/]+\/auth\/logout$/;

/**
 * The Studio signs out with the token that it had when the page was loaded: after a sign-in that is none, and the session
 * would last for a month. It also sends a second request without a token, for a session cookie.
 *
 * Returns what to do with a request: nothing (`other`), send it with the stored token, or answer it without sending.
 */
export function createSignOut() {
  let signedOut: string | undefined;
  return function signOut(path: string, headers: Headers, project: string | undefined): 'other' | 'send' | 'done' {
    if (!signOutPath.test(path) || project === undefined) return 'other';
    const token = storedToken(project);
    const isDone = token === undefined || token === signedOut;
    signedOut = token;
    if (headers.has('authorization')) return 'send';
    if (isDone) return 'done';
    headers.set('authorization', `Bearer ${token}`);
    return 'send';
  };
}
