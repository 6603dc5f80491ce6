import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Project } from '../project.ts';
import type { Attempt, Delivery } from './delivery-queue.ts';
import type { Hook } from './hook.ts';
import { webhookLimits } from './limits.ts';
import { signatureFor, signatureHeader } from './signature.ts';

const timeoutMs = webhookLimits.timeout.value;
const maxLoggedBody = webhookLimits.loggedBody.value;

/** Makes one attempt to deliver a message. It never throws: failures are in the result. */
export async function send(hook: Hook, delivery: Delivery, project: Project, stop: AbortSignal): Promise<Attempt> {
  const startedAt = Date.now();
  const timeout = AbortSignal.timeout(timeoutMs);
  const outcome = await sendRequest(hook, delivery, project, AbortSignal.any([stop, timeout])).then(
    ({ status, body }) => ({ resultCode: status, failure: isSuccess(status) ? undefined : ('http' as const), body }),
    (error: unknown) => ({
      resultCode: undefined,
      failure: timeout.aborted ? ('timeout' as const) : ('network' as const),
      body: error instanceof Error ? error.message : String(error),
    }),
  );
  const { resultCode, failure, body } = outcome;
  return { startedAt, duration: Date.now() - startedAt, resultCode, failure, resultBody: body };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

type Response = { status: number; body: string };

/** Not `fetch`, which refuses a body with GET. `node:http` does not follow redirects either. */
function sendRequest(hook: Hook, delivery: Delivery, project: Project, signal: AbortSignal): Promise<Response> {
  const request = hook.url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sending = request(hook.url, {
      method: hook.httpMethod,
      headers: headersFor(hook, delivery, project),
      signal,
    });
    sending.on('error', reject);
    sending.on('response', (response) => {
      readStart(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    sending.end(delivery.body);
  });
}

async function readStart(response: IncomingMessage): Promise<string> {
  let start = '';
  response.setEncoding('utf8');
  for await (const chunk of response) {
    start += String(chunk);
    if (start.length >= maxLoggedBody) break;
  }
  return start.slice(0, maxLoggedBody);
}

function headersFor({ headers, secret, id }: Hook, delivery: Delivery, { projectId, dataset }: Project) {
  return {
    ...headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(delivery.body),
    'user-agent': 'Bodytext lake webhook delivery',
    'idempotency-key': delivery.idempotencyKey,
    'sanity-transaction-id': delivery.transactionId,
    'sanity-transaction-time': delivery.createdAt,
    'sanity-project-id': projectId,
    'sanity-dataset': dataset,
    'sanity-document-id': delivery.documentId,
    'sanity-webhook-id': id,
    'sanity-operation': delivery.operation,
    ...(secret && { [signatureHeader]: signatureFor(delivery.body, secret, Date.now()) }),
  };
}
