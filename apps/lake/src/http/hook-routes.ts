import { z } from 'zod';
import type { Dataset } from '../dataset.ts';
import { forbidden, notFound } from '../errors.ts';
import { mainDataset } from '../project.ts';
import type { LoggedAttempt, LoggedMessage } from '../webhooks/delivery-log.ts';
import { webhookDefinition } from '../webhooks/webhook-definition.ts';
import type { ManagedWebhook } from '../webhooks/webhook-store.ts';
import { type Answer, json } from './answer.ts';
import { parseRequest } from './parse-request.ts';
import type { ApiRequest } from './request.ts';
import { apiRoutes } from './routes.ts';

/** What a client sends has its rule in an object of its own; what is left out stays as it was. */
const sent = z.looseObject({
  dataset: z.string().optional(),
  rule: z.looseObject({}).optional(),
});

/**
 * Sanity's API of webhooks, for administrators.
 * @see https://www.sanity.io/docs/http-reference/webhooks
 */
export const hookRoutes = apiRoutes((handle) => (request) => {
  // They see addresses, headers and bodies of what is not public.
  if (request.signedIn().role !== 'administrator') throw forbidden('Only administrators may manage webhooks.');
  return handle(request);
})
  .get('/hooks/projects/:project', (request) => json(allHooks(request).map(describe)))
  .post('/hooks/projects/:project', async (request) => {
    const body = await request.json(sent);
    const dataset = datasetNamed(request, body.dataset ?? mainDataset);
    const id = dataset.webhooks.add(parseRequest(webhookDefinition, flat(body)), request.signedIn().id);
    return json(describe(hookWithId(request, id)), 201);
  })
  .get('/hooks/projects/:project/attempts/:attempt', (request) => {
    const id = request.param('attempt');
    const [, name = '', number] = /^(.+)-(\d+)$/.exec(id) ?? [];
    const dataset = request.lake.dataset(name);
    const attempt = dataset?.webhooks.log.attempt(Number(number));
    if (!dataset || !attempt) throw notFound(`There is no attempt ${id}.`);
    return json(describeAttempt(attempt, dataset));
  })
  .get('/hooks/projects/:project/:id', (request) => json(describe(hookWithId(request, request.param('id')))))
  .on(['PATCH', 'PUT'], '/hooks/projects/:project/:id', async (request) => {
    const { dataset, hook } = hookWithId(request, request.param('id'));
    const changes = flat(await request.json(sent));
    dataset.webhooks.change(hook.id, parseRequest(webhookDefinition, { ...hook.definition, ...changes }));
    return json(describe(hookWithId(request, hook.id)));
  })
  .delete('/hooks/projects/:project/:id', (request) => {
    const { dataset, hook } = hookWithId(request, request.param('id'));
    dataset.webhooks.remove(hook.id);
    return json({ id: hook.id, deleted: true });
  })
  .get('/hooks/projects/:project/:id/messages', (request) => messages(request, request.param('id')))
  .get('/hooks/projects/:project/:id/attempts', (request) => attempts(request, request.param('id')))
  // The same on the project's own host, whose address names no project.
  .get('/hooks/:id/messages', (request) => messages(request, request.param('id')))
  .get('/hooks/:id/attempts', (request) => attempts(request, request.param('id')));

type Found = { dataset: Dataset; hook: ManagedWebhook };

function allHooks(request: ApiRequest): Found[] {
  return request.lake.datasets().flatMap((dataset) => dataset.webhooks.list().map((hook) => ({ dataset, hook })));
}

function hookWithId(request: ApiRequest, id: string): Found {
  const found = allHooks(request).find(({ hook }) => hook.id === id);
  if (!found) throw notFound(`There is no webhook ${id}.`);
  return found;
}

function datasetNamed(request: ApiRequest, name: string): Dataset {
  const dataset = request.lake.dataset(name);
  if (!dataset) throw notFound(`There is no dataset “${name}”.`);
  return dataset;
}

/** The rule's fields beside the others. A secret that comes back as it was given out, hidden, is kept. */
function flat({ rule, dataset, secret, ...rest }: z.output<typeof sent>): Record<string, unknown> {
  return { ...rest, ...(secret !== undefined && secret !== null && { secret }), ...rule };
}

function describe({ dataset, hook }: Found): Record<string, unknown> {
  const { on, filter = null, projection = null, secret, description = null, ...settings } = hook.definition;
  return {
    type: 'document',
    id: hook.id,
    ...dataset.project,
    ...settings,
    description,
    rule: { on, filter, projection },
    // Whoever could read it could forge what the receiver believes to be ours.
    secret: null,
    hasSecret: Boolean(secret),
    isDisabled: settings.isDisabledByUser,
    createdAt: hook.createdAt,
    createdByUserId: hook.createdBy,
    updatedAt: hook.updatedAt,
    deletedAt: null,
  };
}

function messages(request: ApiRequest, id: string): Answer {
  const { dataset, hook } = hookWithId(request, id);
  return json(dataset.webhooks.log.messages(hook.id).map((message) => describeMessage(message, dataset)));
}

function attempts(request: ApiRequest, id: string): Answer {
  const { dataset, hook } = hookWithId(request, id);
  return json(dataset.webhooks.log.attempts(hook.id).map((attempt) => describeAttempt(attempt, dataset)));
}

function describeMessage(
  { id, hook, ...message }: LoggedMessage,
  { project: { projectId } }: Dataset,
): Record<string, unknown> {
  return { id: String(id), projectId, hookId: hook, ...message };
}

function describeAttempt(attempt: LoggedAttempt, { project }: Dataset): Record<string, unknown> {
  const { id, messageId, hook, createdAt, duration, failure, resultCode, resultBody } = attempt;
  return {
    // Each dataset counts its own.
    id: `${project.dataset}-${id}`,
    projectId: project.projectId,
    messageId: String(messageId),
    hookId: hook,
    createdAt,
    updatedAt: createdAt,
    duration,
    inProgress: false,
    isFailure: failure !== null,
    failureReason: failure,
    resultCode,
    resultBody,
  };
}
