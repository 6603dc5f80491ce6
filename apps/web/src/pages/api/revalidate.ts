import { SIGNATURE_HEADER_NAME } from '@sanity/webhook';
import type { NextApiRequest, NextApiResponse, PageConfig } from 'next';
import { expiredTags } from '../../cache/expired-tags.ts';
import { circuitBreaker } from '../../server/circuit-breaker.ts';
import { environment } from '../../server/environment.ts';
import { readBody } from '../../server/read-body.ts';
import { secrets } from '../../server/secrets.ts';
import { WebhookReceiver } from '../../server/webhook.ts';

/** The signature covers the raw body: Next must not parse it. */
export const config: PageConfig = { api: { bodyParser: false } };

const largestBody = 1024 * 1024;

let receiver: WebhookReceiver | undefined;

/** The lake tells here what changed. */
export default async function revalidate(request: NextApiRequest, response: NextApiResponse): Promise<void> {
  response.setHeader('Cache-Control', 'no-store');
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'POST').status(405).json({ message: 'Send a webhook by POST.' });
    return;
  }
  const body = await readBody(request, largestBody);
  if (body === undefined) {
    response.status(413).json({ message: 'The body is larger than 1 MB.' });
    return;
  }
  receiver ??= new WebhookReceiver(secrets().webhookSecret, (tags) => expiredTags(environment().dataDir).expire(tags));
  const { status, message } = await receiver.receive({
    body,
    signature: one(request.headers[SIGNATURE_HEADER_NAME]),
    idempotencyKey: one(request.headers['idempotency-key']),
  });
  // Whoever sends a true webhook is there: what it tells of must be read at the next request, not after a rest.
  if (status === 200) circuitBreaker().close();
  response.status(status).json({ message });
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
