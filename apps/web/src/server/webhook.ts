import { createHash } from 'node:crypto';
import { tagsOfChange } from '@bodytext/content/tags';
import { change } from '@bodytext/schema/changed-document';
import { decodeSignatureHeader, isValidSignature } from '@sanity/webhook';
import { limits } from '../limits.ts';
import { createReplayGuard, type ReplayGuard } from './replay-guard.ts';

const clockSkewMs = limits.webhookClockSkew.value;
/** A webhook is accepted while its time is within the clock skew, before or after ours: twice the skew in all. */
export const replayWindowMs = 2 * clockSkewMs;

/** A webhook as it arrived. `body` is the raw text: the signature covers every byte. */
export type Delivery = { body: string; signature: string | undefined; idempotencyKey: string | undefined };
export type Answer = { status: 200 | 400 | 401; message: string };

export type WebhookReceiver = ReturnType<typeof createWebhookReceiver>;

/** Verifies webhooks and expires the tags of the changes they report. */
export function createWebhookReceiver(
  secret: string,
  expire: (tags: readonly string[]) => void,
  replays: ReplayGuard = createReplayGuard(replayWindowMs),
) {
  return {
    /** Rejects a signature that is malformed or too old, before the body is read. */
    refuseUnread(signature: string | undefined, now = Date.now()): Answer | undefined {
      const refusal = refusalOf(signature, now);
      return refusal === undefined ? undefined : { status: 401, message: refusal };
    },

    /** Resolves when the expired tags are on disk: the lake may then tell editors that readers see the change. */
    async receive({ body, signature, idempotencyKey }: Delivery, now = Date.now()): Promise<Answer> {
      const refusal = refusalOf(signature, now) ?? (await refuseSigned(body, signature ?? '', secret));
      if (refusal !== undefined) return { status: 401, message: refusal };
      const keys = replayKeysOf(body, decodeSignatureHeader(signature ?? '').timestamp, idempotencyKey);
      if (keys.some((key) => replays.has(key, now))) return { status: 200, message: 'received before' };
      const parsed = change.safeParse(parseJson(body));
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        return { status: 400, message: `The body is not a change: ${issue?.path.join('.')}: ${issue?.message}` };
      }
      expire(tagsOfChange(parsed.data.before, parsed.data.after));
      replays.add(keys, now);
      return { status: 200, message: 'expired' };
    },
  };
}

async function refuseSigned(body: string, signature: string, secret: string): Promise<string | undefined> {
  return (await isValidSignature(body, signature, secret)) ? undefined : 'The signature is wrong.';
}

function refusalOf(signature: string | undefined, now: number): string | undefined {
  if (signature === undefined) return 'The signature is missing.';
  const timestamp = timestampOf(signature);
  if (timestamp === undefined) return 'The signature is wrong.';
  return Math.abs(now - timestamp) > clockSkewMs ? 'The signature is too old, or from the future.' : undefined;
}

function timestampOf(signature: string): number | undefined {
  try {
    return decodeSignatureHeader(signature).timestamp;
  } catch {
    return undefined;
  }
}

/**
 * The keys by which a repeated webhook is recognised. A retry by the lake has a new signature and the same idempotency
 * key; a replay by an attacker may have another idempotency key, but not another signed time.
 */
function replayKeysOf(body: string, timestamp: number, idempotencyKey: string | undefined): string[] {
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
