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
    // `@sanity/client` sends `includeDrafts`, the HTTP reference says `includeAllDocuments`.
    const includeDrafts = request.isOn('includeDrafts') || request.isOn('includeAllDocuments');
    const { access } = request.actor;
    if (includeDrafts) request.signedIn();
    // On a private lake, the time of a change is private too. A refusal would break the Studio's Presentation, which
    // connects without its token: so a caller without read access gets a stream without messages.
    if (access.kind === 'nothing') return request.streams.respond(request, welcomeOnly);
    const lastEventId = request.header('last-event-id');
    return request.streams.respond(request, (stream) => live.join(stream, { includeDrafts, access, lastEventId }));
  })
  // Readable from any origin: the client calls it to learn that CORS is why its event source fails.
  .get('/check/cors', (request) => {
    const origin = request.header('origin');
    const allowed = origin === undefined ? undefined : allowedTo(origin, request);
    const isAllowed = origin === undefined || allowed !== undefined;
    const answer = json({ result: { allowed: isAllowed, withCredentials: allowed?.credentials ?? isAllowed } });
    return isAllowed ? answer : { ...answer, headers: { ...answer.headers, 'access-control-allow-origin': '*' } };
  });
