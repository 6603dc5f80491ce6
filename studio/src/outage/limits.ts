import type { Limit } from '../limit.ts';

/** How long the Studio waits before and while it says that there is no connection. */
export const outageLimits = {
  silentWrite: {
    value: 5_000,
    unit: 'milliseconds',
    why: 'a write that has no answer by then may never get one: more words would only wait behind it',
  },
  lastWords: {
    value: 1_300,
    unit: 'milliseconds',
    why: 'Portable Text’s editor hands on what was typed once a second, and no more once it is read-only',
  },
  attempt: {
    value: 30_000,
    unit: 'milliseconds',
    why: 'a connection that broke without a word is tried anew; a write that took longer is known by its transaction id',
  },
  firstRetry: { value: 1_000, unit: 'milliseconds', why: 'most outages are over by then' },
  longestRetry: { value: 8_000, unit: 'milliseconds', why: 'who waits to write on should not wait much longer' },
  probe: { value: 5_000, unit: 'milliseconds', why: 'a lake that works answers a ping within a second' },
  quiet: {
    value: 500,
    unit: 'milliseconds',
    why: 'after each answered write the Studio sends the next one at once: without one, all are stored',
  },
} satisfies Record<string, Limit>;
