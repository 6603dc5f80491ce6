import type { Limit } from '../limit.ts';

/** What one caller may take of the thread that answers everybody. */
export const fairnessLimits = {
  slice: {
    value: 2,
    unit: 'milliseconds',
    why: 'as long as a small answer takes to be sent: who waits for one slice hardly notices',
  },
  longWork: {
    value: 3_000,
    unit: 'milliseconds',
    why: 'what takes longer in slices is not waited for by anybody',
  },
  longWorksOfOne: {
    value: 8,
    unit: 'long requests of one caller',
    why: 'a browser sends six at once to one host',
  },
} satisfies Record<string, Limit>;
