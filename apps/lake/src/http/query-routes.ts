import { refuseAnonymous } from '../people/actor.ts';
import { jsonText } from './answer.ts';
import { answerToBody, answerToUrl } from './query-answer.ts';
import { apiRoutes } from './routes.ts';

/** @see https://www.sanity.io/docs/http-reference/query */
export const queryRoutes = apiRoutes((handle) => (request) => {
  // Before a body is read.
  refuseAnonymous(request.actor);
  return handle(request);
})
  .get('/data/query/:dataset', (request) => {
    const body = answerToUrl(request, request.searchText);
    // A promise only where it takes a while: most answers are there at once.
    return body instanceof Promise ? body.then((found) => jsonText(found)) : jsonText(body);
  })
  .post('/data/query/:dataset', async (request) =>
    jsonText(await request.withText((text) => answerToBody(request, request.searchText, text))),
  );
