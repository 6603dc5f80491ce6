import { badRequest } from '../errors.ts';
import { empty, json } from './answer.ts';
import { apiRoutes, methods } from './routes.ts';

/** Services around the hosted lake that a Studio calls and can do without: each gets the emptiest sane answer. */
export const politeAnswers = apiRoutes()
  .get('/ping', () => json({ pong: true }))
  .get('/help', () => json({}))
  .get('/intake/telemetry-status', () => json({ status: 'denied' }))
  .get('/intake/*', () => json({}))
  .post('/intake/*', () => json({ ok: true }))
  .get('/journey/trial', () => json([]))
  .get('/journey/announcements', () => json([]))
  .get('/journey/*', () => json([]))
  .get('/schedules/*', () => json({ schedules: [] }))
  // No agent works here. The Studio waits for this list before it knows whose drafts it shows; its event source can't
  // read a 204, and a stream that is refused or ends would be asked for again and again.
  .get('/agent/:organization/bundles/mine/listen', (request) =>
    request.streams.respond(request, (stream) => {
      stream.send({ type: 'bundles', data: { bundles: [] } });
      return () => {};
    }),
  )
  .get('/data/ping/:dataset', () => json({ pong: true }))
  // Whoever wants work done must not take silence for success.
  .post('/agent/action/*', () => {
    throw badRequest('This lake has no agents: it can’t generate, transform, translate, patch or prompt.');
  })
  .on(methods, '/agent/*', () => empty());
