import { Hono } from 'hono';
import { forbidden, notFound } from '../errors.ts';
import { bearerToken } from './bearer-token.ts';
import { type LakeContext, type LakeEnvironment, signedIn } from './environment.ts';
import { remoteAddress } from './remote-address.ts';

/** The sessions a person has open, and how they end one. */
export const sessionRoutes = new Hono<LakeEnvironment>()
  .get('/users/me/sessions', (context) => {
    const { id, token } = person(context);
    const { people } = context.get('lake');
    people.noteUse();
    const current = people.sessionId(token);
    const own = people.sessions().filter(({ userId }) => userId === id);
    return context.json(own.map(({ userId, ...session }) => ({ ...session, isCurrent: session.id === current })));
  })
  .delete('/users/me/sessions/:session', (context) => {
    const { id } = person(context);
    const { people } = context.get('lake');
    const session = people.sessions().find((one) => one.id === context.req.param('session') && one.userId === id);
    if (!session) throw notFound('You have no such session.');
    people.endSession(session.id, { actor: id, address: remoteAddress(context) });
    return context.json({ id: session.id, deleted: true });
  });

function person(context: LakeContext): { id: string; token: string } {
  const { id, kind } = signedIn(context);
  const token = bearerToken(context.req.header('authorization'));
  if (kind !== 'person' || token === undefined) throw forbidden('Only people have sessions; tokens are revoked.');
  return { id, token };
}
