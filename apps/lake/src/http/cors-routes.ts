import { z } from 'zod';
import { badRequest, notFound, PlainError } from '../errors.ts';
import type { AllowedOrigin } from '../people/allowed-origins.ts';
import { json } from './answer.ts';
import type { ApiRequest } from './request.ts';
import { apiRoutes } from './routes.ts';

const newOrigin = z.object({ origin: z.string(), allowCredentials: z.boolean().default(false) });

/** The origins that may call the lake from a browser. @see https://www.sanity.io/docs/content-lake/cors */
export const corsRoutes = apiRoutes()
  .get('/projects/:project/cors', (request) => {
    request.administrator();
    return json(request.lake.origins.list().map((origin) => described(origin, request)));
  })
  .post('/projects/:project/cors', async (request) => {
    const by = { actor: request.administrator().id, address: request.address };
    const { origin, allowCredentials } = await request.json(newOrigin);
    try {
      return json(described(request.lake.origins.add(origin, allowCredentials, by), request), 201);
    } catch (error) {
      throw error instanceof PlainError ? badRequest(error.message) : error;
    }
  })
  .delete('/projects/:project/cors/:id', (request) => {
    const by = { actor: request.administrator().id, address: request.address };
    const id = Number(request.param('id'));
    const removed = Number.isSafeInteger(id) && request.lake.origins.remove(id, by);
    if (!removed) throw notFound('There is no such origin among the allowed ones.');
    return json({ id: removed.id, deleted: true });
  });

function described(
  { id, origin, credentials, createdAt }: AllowedOrigin,
  { lake }: ApiRequest,
): Record<string, unknown> {
  return {
    id,
    origin,
    allowCredentials: credentials,
    projectId: lake.project.id,
    createdAt,
    updatedAt: createdAt,
    deletedAt: null,
  };
}
