import type { Lake } from '../lake.ts';
import { bearerToken } from './bearer-token.ts';

export type RequestWithToken = { header(name: string): string | undefined; lake: Lake };

/**
 * Checks, before every event, that the token of an open stream is still valid and has the same role: meanwhile the
 * session may have ended or the role changed, also by a command in another process.
 */
export function createStreamAuth() {
  // One transaction reaches hundreds of streams of a few people: each token is looked up once per turn of the event loop.
  const cache = new Map<string, string | undefined>();

  function holderOf(token: string, request: RequestWithToken): string | undefined {
    if (cache.size === 0) setImmediate(() => cache.clear());
    if (!cache.has(token)) cache.set(token, lookUp(token, request));
    return cache.get(token);
  }

  return {
    /** A check that stays true as long as the token's holder and role are those of now. */
    check(request: RequestWithToken): () => boolean {
      const token = bearerToken(request.header('authorization'));
      if (token === undefined) return () => true;
      const atStart = holderOf(token, request);
      return () => holderOf(token, request) === atStart;
    },
  };
}

function lookUp(token: string, { lake }: RequestWithToken): string | undefined {
  const holder = lake.people.holderOf(token);
  if (!holder) return undefined;
  return holder.kind === 'person' ? `${holder.user.id} ${holder.user.role}` : `${holder.id} ${holder.role}`;
}
