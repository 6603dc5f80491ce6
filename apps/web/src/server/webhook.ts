import { createHash } from 'node:crypto';
import { tagsOfChange } from '@bodytext/content/tags';
import { change } from '@bodytext/schema/changed-document';
import { decodeSignatureHeader, isValidSignature } from '@sanity/webhook';

/** How far a webhook's time may be from ours: what is older was recorded by someone and is sent again. */
const timeWindow = 5 * 60 * 1000;

/** A webhook as it arrived. `body` is the raw text: the signature covers every byte. */
export type Delivery = { body: string; signature: string | undefined; idempotencyKey: string | undefined };

export type Answer = { status: 200 | 400 | 401; message: string };

/** Checks webhooks and expires what they say has changed. */
export class WebhookReceiver {
  readonly #secret: string;
  readonly #expire: (tags: readonly string[]) => void;
  /** What was answered for, by key and body, with the time: a repeated delivery does nothing again. */
  readonly #received = new Map<string, number>();

  constructor(secret: string, expire: (tags: readonly string[]) => void) {
    this.#secret = secret;
    this.#expire = expire;
  }

  /** What expired is on record before this resolves: the sender may tell readers that the page is new. */
  async receive({ body, signature, idempotencyKey }: Delivery, now = Date.now()): Promise<Answer> {
    const refusal = await this.#refuse(body, signature, now);
    if (refusal !== undefined) return { status: 401, message: refusal };
    const delivery = createHash('sha256')
      .update(JSON.stringify([idempotencyKey ?? signature, body]))
      .digest('base64');
    this.#forgetBefore(now - 2 * timeWindow);
    if (this.#received.has(delivery)) return { status: 200, message: 'received before' };
    const parsed = change.safeParse(parseJson(body));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return { status: 400, message: `The body is not a change: ${issue?.path.join('.')}: ${issue?.message}` };
    }
    this.#expire(tagsOfChange(parsed.data.before, parsed.data.after));
    this.#received.set(delivery, now);
    return { status: 200, message: 'expired' };
  }

  async #refuse(body: string, signature: string | undefined, now: number): Promise<string | undefined> {
    if (signature === undefined) return 'The signature is missing.';
    if (!(await isValidSignature(body, signature, this.#secret))) return 'The signature is wrong.';
    const { timestamp } = decodeSignatureHeader(signature);
    return Math.abs(now - timestamp) > timeWindow ? 'The signature is too old, or from the future.' : undefined;
  }

  #forgetBefore(moment: number): void {
    for (const [delivery, receivedAt] of this.#received) {
      if (receivedAt < moment) this.#received.delete(delivery);
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
