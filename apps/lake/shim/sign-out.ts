import { storedToken } from './stored-token.ts';

const signOutPath = /^\/v[^/]+\/auth\/logout$/;

/**
 * The Studio signs out with the token its page was loaded with. After signing in that is none, and the session would
 * go on for a month. It also asks a second time without any, as if there were a cookie.
 *
 * Tells what to do with a request: nothing, send it with the token that is kept, or answer it without sending it.
 */
export function createSignOut() {
  let signedOut: string | undefined;
  return function signOut(path: string, headers: Headers, project: string | undefined): 'other' | 'send' | 'done' {
    if (!signOutPath.test(path) || project === undefined) return 'other';
    const token = storedToken(project);
    const isSent = token === undefined || token === signedOut;
    signedOut = token;
    if (headers.has('authorization')) return 'send';
    if (isSent) return 'done';
    headers.set('authorization', `Bearer ${token}`);
    return 'send';
  };
}
