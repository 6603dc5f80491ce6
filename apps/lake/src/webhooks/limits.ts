import type { Limit } from '../limit.ts';

/** Deliveries of webhooks. */
export const webhookLimits = {
  concurrent: {
    value: 4,
    unit: 'concurrent requests of each hook',
    why: 'a hook whose receiver hangs must not block other hooks',
  },
  maxBackoff: {
    value: 15 * 60_000,
    unit: 'milliseconds between two attempts at most',
    why: 'a receiver that was down for a night gets all messages soon after it is back',
  },
  log: { value: 500, unit: 'delivered messages kept of each hook', why: 'the log is for debugging recent deliveries' },
  listed: { value: 100, unit: 'messages listed at once', why: 'the newest are the relevant ones' },
  timeout: {
    value: 30_000,
    unit: 'milliseconds until a request times out',
    why: 'as on the hosted lake: https://www.sanity.io/docs/content-lake/webhooks#technical-limits-retries-and-timeouts',
  },
  loggedBody: {
    value: 2_000,
    unit: 'characters read of a response',
    why: 'a receiver may send an endless one',
  },
  writerTimeout: {
    value: 250,
    unit: 'milliseconds that the response to a mutation waits for deliveries',
    why: 'a slow receiver gets its message after the response',
  },
  name: { value: 100, unit: 'characters', why: 'it is shown in one line' },
  description: { value: 1_024, unit: 'characters', why: 'it is a short note' },
} satisfies Record<string, Limit>;
