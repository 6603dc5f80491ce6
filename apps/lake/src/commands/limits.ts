import type { Limit } from '../limit.ts';

/** The output of commands. */
export const commandLimits = {
  listedProblems: {
    value: 100,
    unit: 'problems listed',
    why: 'the list is read again after the first problems are fixed',
  },
} satisfies Record<string, Limit>;
