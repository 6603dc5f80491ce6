import type { Limit } from '../limit.ts';

/** Where queries run and for how long, and what one request may ask of the documents beside queries. */
export const queryLimits = {
  documentsAsked: { value: 1_000, unit: 'documents', why: 'the Studio asks for some hundreds at once' },
  documentsAnswer: {
    value: 16_000_000,
    unit: 'characters',
    why: 'more takes longer to be sent than others should wait; four of the largest documents fit',
  },
  run: {
    value: 1_000,
    unit: 'milliseconds of a query in the other thread',
    why: 'whoever has a turn after it waits no longer; a query of the Studio takes a tenth of it',
  },
  grace: {
    value: 150,
    unit: 'milliseconds after that',
    why: 'a query that does not stop itself is stopped with its thread',
  },
  waitingOfOne: {
    value: 50,
    unit: 'queries of one caller that wait for the other thread',
    why: 'a site asks for many pages at once, and each waits for those before it only',
  },
  secondThreadAfter: {
    value: 100,
    unit: 'milliseconds of somebody else’s query, until the second thread is started for those who wait',
    why: 'a thread takes some tens of megabytes and longer than that to start: most queries are over by then',
  },
  secondThreadIdle: { value: 30_000, unit: 'milliseconds without a query', why: 'then its memory is given back' },
  littleTaken: {
    value: 300,
    unit: 'milliseconds of the threads that a caller has taken lately',
    why: 'a page’s lists together; whoever takes more has the other thread, and leaves this one to those who do not',
  },
  referencesShown: { value: 100, unit: 'documents', why: 'as the hosted lake shows of those that refer to one' },
  inlineUnits: {
    value: 2_500,
    unit: 'units, each about a microsecond, of a query that runs while others wait',
    why: 'about what can be done in a fiftieth of a second',
  },
  inlineRun: {
    value: 50,
    unit: 'milliseconds of a query that runs while others wait',
    why: 'whoever waits behind it must not notice',
  },
  paramsAtOnce: {
    value: 4_000,
    unit: 'characters of parameters of a query that runs while others wait',
    why: 'each document may be compared with all of them',
  },
} satisfies Record<string, Limit>;
