import { forbidden, notFound } from '../errors.ts';
import { json } from './answer.ts';
import { bearerToken } from './bearer-token.ts';
import type { ApiRequest } from './request.ts';
import { apiRoutes } from './routes.ts';

/** The sessions a person has open, and how they end one. */
export const sessionRoutes = apiRoutes()
  .get('/users/me/sessions', (request) => {
    const { id, token } = person(request);
    const { people } = request.lake;
    people.flushLastUsed();
    const current = people.sessionId(token);
    const own = people.sessions().filter(({ userId }) => userId === id);
    return json(own.map(({ userId, ...session }) => ({ ...session, isCurrent: session.id === current })));
  })
  .delete('/users/me/sessions/:session', (request) => {
    const { id } = person(request);
    const { people } = request.lake;
    const session = people.sessions().find((one) => one.id === request.param('session') && one.userId === id);
    if (!session) throw notFound('You have no such session.');
    people.endSession(session.id, { actor: id, address: request.address });
    return json({ id: session.id, deleted: true });
  });

function person(request: ApiRequest): { id: string; token: string } {
  const { id, kind } = request.signedIn();
  const token = bearerToken(request.header('authorization'));
  if (kind !== 'person' || token === undefined) throw forbidden('Only people have sessions; tokens are revoked.');
  return { id, token };
}
