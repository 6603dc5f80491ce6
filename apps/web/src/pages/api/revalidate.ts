import { join } from 'node:path';
import { SIGNATURE_HEADER_NAME } from '@sanity/webhook';
import type { NextApiRequest, NextApiResponse, PageConfig } from 'next';
import { expiredTags } from '../../cache/expired-tags.ts';
import { limits } from '../../limits.ts';
import { circuitBreaker } from '../../server/circuit-breaker.ts';
import { environment } from '../../server/environment.ts';
import { readBody } from '../../server/read-body.ts';
import { createReplayGuard } from '../../server/replay-guard.ts';
import { secrets } from '../../server/secrets.ts';
import { createWebhookReceiver, replayWindowMs, type WebhookReceiver } from '../../server/webhook.ts';

/** The signature covers the raw body: Next must not parse it. */
export const config: PageConfig = { api: { bodyParser: false } };

let receiver: WebhookReceiver | undefined;

/** Receives the lake's webhooks. */
export default async function revalidate(request: NextApiRequest, response: NextApiResponse): Promise<void> {
  response.setHeader('Cache-Control', 'no-store');
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'POST').status(405).json({ message: 'Send a webhook by POST.' });
    return;
  }
  const signature = one(request.headers[SIGNATURE_HEADER_NAME]);
  const refused = receiverOf().refuseUnread(signature);
  if (refused !== undefined) {
    // The body is not read.
    response.setHeader('Connection', 'close').status(refused.status).json({ message: refused.message });
    return;
  }
  const body = await readBody(request, limits.webhook.value);
  if (body === undefined) {
    response.status(413).json({ message: 'The body is larger than 1 MB.' });
    return;
  }
  const { status, message } = await receiverOf().receive({
    body,
    signature,
    idempotencyKey: one(request.headers['idempotency-key']),
  });
  // A webhook proves that the lake is up: an open circuit would keep the change from the next request.
  if (message === 'expired') circuitBreaker().close();
  response.status(status).json({ message });
}

function receiverOf(): WebhookReceiver {
  const { dataDir } = environment();
  receiver ??= createWebhookReceiver(
    secrets().webhookSecret,
    (tags) => expiredTags(dataDir).expire(tags),
    createReplayGuard(replayWindowMs, join(dataDir, 'site', 'webhooks.ndjson')),
  );
  return receiver;
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
