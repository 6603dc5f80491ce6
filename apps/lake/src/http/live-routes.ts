import { json } from './answer.ts';
import { allowedTo } from './cross-origin.ts';
import type { EventStream } from './event-stream.ts';
import { apiRoutes } from './routes.ts';

function welcomeOnly(stream: EventStream): () => void {
  stream.send({ type: 'welcome', data: {} });
  return () => {};
}

/** @see https://www.sanity.io/docs/http-reference/live */
export const liveRoutes = apiRoutes()
  .get('/data/live/events/:dataset', (request) => {
    const { live } = request.dataset;
    // The client says drafts, the documentation all documents: it is the same.
    const includeDrafts = request.isOn('includeDrafts') || request.isOn('includeAllDocuments');
    const { access } = request.actor;
    if (includeDrafts) request.signedIn();
    // On a lake that is not public, when something happens is nobody's business either. A refusal would end the
    // Studio's Presentation, which asks without its token: so whoever may read nothing hears nothing.
    if (access.kind === 'nothing') return request.streams.respond(request, welcomeOnly);
    const lastEventId = request.header('last-event-id');
    return request.streams.respond(request, (stream) => live.join(stream, { includeDrafts, access, lastEventId }));
  })
  // A page that may not ask must be able to read this, or the client never learns why its event source fails.
  .get('/check/cors', (request) => {
    const origin = request.header('origin');
    const allowed = origin === undefined ? undefined : allowedTo(origin, request);
    const isAllowed = origin === undefined || allowed !== undefined;
    const answer = json({ result: { allowed: isAllowed, withCredentials: allowed?.credentials ?? isAllowed } });
    return isAllowed ? answer : { ...answer, headers: { ...answer.headers, 'access-control-allow-origin': '*' } };
  });
