import { badRequest } from '../errors.ts';
import { empty, json } from './answer.ts';
import { apiRoutes, methods } from './routes.ts';

/** Services of the hosted lake that a Studio calls but does not need: each gets an empty answer. */
export const stubRoutes = apiRoutes()
  .get('/ping', () => json({ pong: true }))
  .get('/help', () => json({}))
  .get('/intake/telemetry-status', () => json({ status: 'denied' }))
  .get('/intake/*', () => json({}))
  .post('/intake/*', () => json({ ok: true }))
  .get('/journey/trial', () => json([]))
  .get('/journey/announcements', () => json([]))
  .get('/journey/*', () => json([]))
  .get('/schedules/*', () => json({ schedules: [] }))
  // The Studio shows no drafts before it has this list of agents' bundles. A stream that stays open: its event source
  // can't handle a 204, and would reconnect for ever after an error or an end.
  .get('/agent/:organization/bundles/mine/listen', (request) =>
    request.streams.respond(request, (stream) => {
      stream.send({ type: 'bundles', data: { bundles: [] } });
      return () => {};
    }),
  )
  .get('/data/ping/:dataset', () => json({ pong: true }))
  // An empty answer would look like success.
  .post('/agent/action/*', () => {
    throw badRequest('This lake has no agents: it can’t generate, transform, translate, patch or prompt.');
  })
  .on(methods, '/agent/*', () => empty());
