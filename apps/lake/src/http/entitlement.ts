import { bearerToken } from './bearer-token.ts';
import type { LakeContext } from './environment.ts';

/**
 * Tells whether whoever opened a stream still is who they were, with the same role. Asked before every event,
 * because a session may have ended or a role changed since, also through a command beside the running lake.
 */
export function createEntitlements() {
  // One edit reaches hundreds of streams of a few people: each is looked up once in a turn of the event loop.
  const known = new Map<string, string | undefined>();

  function standingOf(token: string, context: LakeContext): string | undefined {
    if (known.size === 0) setImmediate(() => known.clear());
    if (!known.has(token)) known.set(token, read(token, context));
    return known.get(token);
  }

  return {
    of(context: LakeContext): () => boolean {
      const token = bearerToken(context.req.header('authorization'));
      if (token === undefined) return () => true;
      const then = standingOf(token, context);
      return () => standingOf(token, context) === then;
    },
  };
}

function read(token: string, context: LakeContext): string | undefined {
  const holder = context.get('lake').people.holderOf(token);
  if (!holder) return undefined;
  return holder.kind === 'person' ? `${holder.user.id} ${holder.user.role}` : `${holder.id} ${holder.role}`;
}
