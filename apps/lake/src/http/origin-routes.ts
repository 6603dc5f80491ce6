import { Hono } from 'hono';
import { z } from 'zod';
import { badRequest, notFound, PlainError } from '../errors.ts';
import type { AllowedOrigin } from '../people/allowed-origins.ts';
import { projectId } from '../project.ts';
import { administrator, type LakeEnvironment, readBody } from './environment.ts';
import { remoteAddress } from './remote-address.ts';

const newOrigin = z.object({ origin: z.string(), allowCredentials: z.boolean().default(false) });

/** Whose pages may call the lake from a browser. @see https://www.sanity.io/docs/content-lake/cors */
export const originRoutes = new Hono<LakeEnvironment>()
  .get('/projects/:project/cors', (context) => {
    administrator(context);
    return context.json(context.get('lake').origins.list().map(described));
  })
  .post('/projects/:project/cors', async (context) => {
    const by = { actor: administrator(context).id, address: remoteAddress(context) };
    const { origin, allowCredentials } = await readBody(context, newOrigin);
    try {
      return context.json(described(context.get('lake').origins.add(origin, allowCredentials, by)), 201);
    } catch (error) {
      throw error instanceof PlainError ? badRequest(error.message) : error;
    }
  })
  .delete('/projects/:project/cors/:id', (context) => {
    const by = { actor: administrator(context).id, address: remoteAddress(context) };
    const id = Number(context.req.param('id'));
    const removed = Number.isSafeInteger(id) && context.get('lake').origins.remove(id, by);
    if (!removed) throw notFound('There is no such origin among the allowed ones.');
    return context.json({ id: removed.id, deleted: true });
  });

function described({ id, origin, credentials, createdAt }: AllowedOrigin): Record<string, unknown> {
  return {
    id,
    origin,
    allowCredentials: credentials,
    projectId,
    createdAt,
    updatedAt: createdAt,
    deletedAt: null,
  };
}
