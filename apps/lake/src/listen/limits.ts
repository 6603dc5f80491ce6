import type { Limit } from '../limit.ts';

/** What the filters of those who listen may take, while everybody waits. */
export const listenLimits = {
  filtersTogether: {
    value: 100,
    unit: 'milliseconds of all filters for one transaction, then each has the least',
    why: 'that is bearable once; hundreds of them would make every write slow',
  },
  filterAtLeast: {
    value: 1,
    unit: 'milliseconds of one filter for one document',
    why: 'many times what one takes that looks at nothing but its document',
  },
  filtersOfResting: {
    value: 2,
    unit: 'milliseconds of all filters of a caller who has had everybody wait lately, for one transaction',
    why: 'as long as a slice of anything else',
  },
  filterOfResting: {
    value: 0.1,
    unit: 'milliseconds of one such filter for one document at least',
    why: 'a filter that looks at nothing but its document takes a tenth of it, and goes on',
  },
} satisfies Record<string, Limit>;
