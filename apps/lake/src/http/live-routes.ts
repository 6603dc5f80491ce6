import { Hono } from 'hono';
import { allowedTo } from './cross-origin.ts';
import { isOn, type LakeEnvironment, signedIn } from './environment.ts';
import type { EventStream } from './event-stream.ts';

function welcomeOnly(stream: EventStream): () => void {
  stream.send({ type: 'welcome', data: {} });
  return () => {};
}

/** @see https://www.sanity.io/docs/http-reference/live */
export const liveRoutes = new Hono<LakeEnvironment>()
  .get('/data/live/events/:dataset', (context) => {
    const { live } = context.get('dataset');
    // The client says drafts, the documentation all documents: it is the same.
    const includeDrafts = isOn(context, 'includeDrafts') || isOn(context, 'includeAllDocuments');
    const { access } = context.get('actor');
    if (includeDrafts) signedIn(context);
    // On a lake that is not public, when something happens is nobody's business either. A refusal would end the
    // Studio's Presentation, which asks without its token: so whoever may read nothing hears nothing.
    if (access.kind === 'nothing') return context.get('streams').respond(context, welcomeOnly);
    const lastEventId = context.req.header('last-event-id');
    return context
      .get('streams')
      .respond(context, (stream) => live.join(stream, { includeDrafts, access, lastEventId }));
  })
  // A page that may not ask must be able to read this, or the client never learns why its event source fails.
  .get('/check/cors', (context) => {
    const origin = context.req.header('origin');
    const allowed = origin === undefined ? undefined : allowedTo(origin, context);
    if (origin !== undefined && !allowed) context.header('access-control-allow-origin', '*');
    const isAllowed = origin === undefined || allowed !== undefined;
    return context.json({ result: { allowed: isAllowed, withCredentials: allowed?.credentials ?? isAllowed } });
  });
