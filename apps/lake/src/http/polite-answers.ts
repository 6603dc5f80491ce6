import { Hono } from 'hono';
import { badRequest } from '../errors.ts';
import type { LakeEnvironment } from './environment.ts';

/** Services around the hosted lake that a Studio calls and can do without: each gets the emptiest sane answer. */
export const politeAnswers = new Hono<LakeEnvironment>()
  .get('/ping', (context) => context.json({ pong: true }))
  .get('/help', (context) => context.json({}))
  .get('/intake/telemetry-status', (context) => context.json({ status: 'denied' }))
  .get('/intake/*', (context) => context.json({}))
  .post('/intake/*', (context) => context.json({ ok: true }))
  .get('/journey/trial', (context) => context.json([]))
  .get('/journey/announcements', (context) => context.json([]))
  .get('/journey/*', (context) => context.json([]))
  .get('/schedules/*', (context) => context.json({ schedules: [] }))
  // No agent works here. The Studio waits for this list before it knows whose drafts it shows; its event source can't
  // read a 204, and a stream that is refused or ends would be asked for again and again.
  .get('/agent/:organization/bundles/mine/listen', (context) =>
    context.get('streams').respond(context, (stream) => {
      stream.send({ type: 'bundles', data: { bundles: [] } });
      return () => {};
    }),
  )
  .get('/data/ping/:dataset', (context) => context.json({ pong: true }))
  // Whoever wants work done must not take silence for success.
  .post('/agent/action/*', () => {
    throw badRequest('This lake has no agents: it can’t generate, transform, translate, patch or prompt.');
  })
  .all('/agent/*', (context) => context.body(null, 204));
