import type { Limit } from '../limit.ts';

/** What commands print. */
export const commandLimits = {
  listedProblems: {
    value: 100,
    unit: 'problems listed',
    why: 'after a hundred, the first of them are to be mended before the others are read',
  },
} satisfies Record<string, Limit>;
