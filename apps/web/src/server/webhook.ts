import { createHash } from 'node:crypto';
import { tagsOfChange } from '@bodytext/content/tags';
import { change } from '@bodytext/schema/changed-document';
import { decodeSignatureHeader, isValidSignature } from '@sanity/webhook';
import { limits } from '../limits.ts';
import { ReceivedBefore } from './received-before.ts';

const timeWindow = limits.webhookTime.value;
/** A webhook whose time is ahead of ours by all of the window is believed until it is behind by all of it. */
export const rememberedMs = 2 * timeWindow;

/** A webhook as it arrived. `body` is the raw text: the signature covers every byte. */
export type Delivery = { body: string; signature: string | undefined; idempotencyKey: string | undefined };
export type Answer = { status: 200 | 400 | 401; message: string };

/** Checks webhooks and expires what they say has changed. */
export class WebhookReceiver {
  readonly #secret: string;
  readonly #expire: (tags: readonly string[]) => void;
  /** What was answered for. */
  readonly #received: ReceivedBefore;

  constructor(
    secret: string,
    expire: (tags: readonly string[]) => void,
    received: ReceivedBefore = new ReceivedBefore(rememberedMs),
  ) {
    this.#secret = secret;
    this.#expire = expire;
    this.#received = received;
  }

  /** What is wrong with a signature whatever it signs: told before a body is read. */
  refuseUnread(signature: string | undefined, now = Date.now()): Answer | undefined {
    const refusal = refusalOf(signature, now);
    return refusal === undefined ? undefined : { status: 401, message: refusal };
  }

  /** What expired is on record before this resolves: the sender may tell readers that the page is new. */
  async receive({ body, signature, idempotencyKey }: Delivery, now = Date.now()): Promise<Answer> {
    const refusal = refusalOf(signature, now) ?? (await this.#refuseSigned(body, signature ?? ''));
    if (refusal !== undefined) return { status: 401, message: refusal };
    const names = namesOf(body, decodeSignatureHeader(signature ?? '').timestamp, idempotencyKey);
    if (names.some((name) => this.#received.has(name, now))) return { status: 200, message: 'received before' };
    const parsed = change.safeParse(parseJson(body));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return { status: 400, message: `The body is not a change: ${issue?.path.join('.')}: ${issue?.message}` };
    }
    this.#expire(tagsOfChange(parsed.data.before, parsed.data.after));
    this.#received.add(names, now);
    return { status: 200, message: 'expired' };
  }

  async #refuseSigned(body: string, signature: string): Promise<string | undefined> {
    return (await isValidSignature(body, signature, this.#secret)) ? undefined : 'The signature is wrong.';
  }
}

function refusalOf(signature: string | undefined, now: number): string | undefined {
  if (signature === undefined) return 'The signature is missing.';
  const timestamp = timestampOf(signature);
  if (timestamp === undefined) return 'The signature is wrong.';
  return Math.abs(now - timestamp) > timeWindow ? 'The signature is too old, or from the future.' : undefined;
}

function timestampOf(signature: string): number | undefined {
  try {
    return decodeSignatureHeader(signature).timestamp;
  } catch {
    return undefined;
  }
}

/**
 * By what a webhook is known again. Who sends it once more since no answer came signs it anew, and gives it the same
 * key; who recorded it can give it another key, but can't sign it for another time.
 */
function namesOf(body: string, timestamp: number, idempotencyKey: string | undefined): string[] {
  const signed = digestOf(['signed', timestamp, body]);
  return idempotencyKey === undefined ? [signed] : [signed, digestOf(['key', idempotencyKey, body])];
}

function digestOf(parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
