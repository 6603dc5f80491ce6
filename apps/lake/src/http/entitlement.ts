import { bearerToken } from './bearer-token.ts';
import type { LakeRequest } from './request.ts';

/**
 * Tells whether whoever opened a stream still is who they were, with the same role. Asked before every event,
 * because a session may have ended or a role changed since, also through a command beside the running lake.
 */
export function createEntitlements() {
  // One edit reaches hundreds of streams of a few people: each is looked up once in a turn of the event loop.
  const known = new Map<string, string | undefined>();

  function standingOf(token: string, request: LakeRequest): string | undefined {
    if (known.size === 0) setImmediate(() => known.clear());
    if (!known.has(token)) known.set(token, read(token, request));
    return known.get(token);
  }

  return {
    of(request: LakeRequest): () => boolean {
      const token = bearerToken(request.header('authorization'));
      if (token === undefined) return () => true;
      const then = standingOf(token, request);
      return () => standingOf(token, request) === then;
    },
  };
}

function read(token: string, { lake }: LakeRequest): string | undefined {
  const holder = lake.people.holderOf(token);
  if (!holder) return undefined;
  return holder.kind === 'person' ? `${holder.user.id} ${holder.user.role}` : `${holder.id} ${holder.role}`;
}
