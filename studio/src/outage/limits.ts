import type { Limit } from '../limit.ts';

/** The timeouts and backoffs of an outage. */
export const outageLimits = {
  writeTimeout: {
    value: 5_000,
    unit: 'milliseconds',
    why: 'a write that is pending for longer may never be answered, and every later edit queues behind it',
  },
  editorFlush: {
    value: 1_300,
    unit: 'milliseconds',
    why: 'the Portable Text editor debounces changes for a second, and drops them once it is read-only',
  },
  attemptTimeout: {
    value: 30_000,
    unit: 'milliseconds',
    why: 'a connection that died silently is only noticed by a timeout; a retry is idempotent by its transaction id',
  },
  initialBackoff: { value: 1_000, unit: 'milliseconds', why: 'most outages are over by then' },
  maxBackoff: { value: 8_000, unit: 'milliseconds', why: 'an editor waits this long at most after the lake is back' },
  pingTimeout: { value: 5_000, unit: 'milliseconds', why: 'a lake that works answers a ping within a second' },
  drainDelay: {
    value: 500,
    unit: 'milliseconds',
    why: 'the Studio sends the next queued write right after an answer: without one by then, its queue is empty',
  },
} satisfies Record<string, Limit>;
