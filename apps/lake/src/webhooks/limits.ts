import type { Limit } from '../limit.ts';

/** What is sent to webhooks, and for how long they are listened to. */
export const webhookLimits = {
  concurrent: {
    value: 4,
    unit: 'messages sent at once, for each hook',
    why: 'so that one whose receiver hangs takes no other’s place',
  },
  maxBackoff: {
    value: 15 * 60_000,
    unit: 'milliseconds until a message is sent again',
    why: 'a receiver that is down for a night hears of everything soon after',
  },
  log: { value: 500, unit: 'delivered messages kept of each hook', why: 'it is a log for people' },
  listed: { value: 100, unit: 'messages listed at once', why: 'people read the newest' },
  timeout: {
    value: 30_000,
    unit: 'milliseconds that a receiver has to answer',
    why: 'as the hosted lake gives it: https://www.sanity.io/docs/content-lake/webhooks#technical-limits-retries-and-timeouts',
  },
  loggedBody: {
    value: 2_000,
    unit: 'characters of an answer',
    why: 'whoever answers without end is not listened to',
  },
  writerTimeout: {
    value: 250,
    unit: 'milliseconds that a writer waits until hooks have heard',
    why: 'a hook that takes longer is served behind the answer',
  },
  name: { value: 100, unit: 'characters', why: 'it is shown in one line' },
  description: { value: 1_024, unit: 'characters', why: 'it is a note for people' },
} satisfies Record<string, Limit>;
