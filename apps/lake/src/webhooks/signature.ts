import { createHmac } from 'node:crypto';

export const signatureHeader = 'sanity-webhook-signature';

/** The header by which `@sanity/webhook` recognises a genuine request. */
export function signatureFor(body: string, secret: string, timestamp: number): string {
  const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('base64url');
  return `t=${timestamp},v1=${digest}`;
}
