import type { Limit } from '../limit.ts';

/** The output of commands. */
export const commandLimits = {
  listedProblems: {
    value: 100,
    unit: 'problems listed',
    why: 'nobody reads more before fixing the first of them',
  },
} satisfies Record<string, Limit>;
