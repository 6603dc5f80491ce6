import type { Limit } from '../limit.ts';

/** Where queries run and for how long, and how much a request for documents by id may return. */
export const queryLimits = {
  documentsAsked: { value: 1_000, unit: 'documents', why: 'the Studio asks for some hundreds at once' },
  documentsAnswer: {
    value: 16_000_000,
    unit: 'characters',
    why: 'sending more would delay other requests; four of the largest documents fit',
  },
  run: {
    value: 1_000,
    unit: 'milliseconds of a query in a worker thread',
    why: 'the next caller’s query waits at most this long; a query of the Studio takes a tenth of it',
  },
  grace: {
    value: 150,
    unit: 'milliseconds after that',
    why: 'a query that does not check its deadline is stopped by terminating its thread',
  },
  queuedOfOne: {
    value: 50,
    unit: 'queries of one caller in the queue of the worker threads',
    why: 'a site renders many pages at once, and each waits only for those before it',
  },
  secondThreadAfter: {
    value: 100,
    unit: 'milliseconds that a light caller waits for another’s query before the second thread starts',
    why: 'a thread takes tens of megabytes and longer than that to start: most queries are over by then',
  },
  secondThreadIdle: { value: 30_000, unit: 'milliseconds without a query', why: 'then its memory is freed' },
  lightCaller: {
    value: 300,
    unit: 'milliseconds of the worker threads used recently, below which a caller may use the second thread',
    why: 'about the lists of one page; heavy callers share the first thread, so that light ones never wait for them',
  },
  throttle: {
    value: 3,
    unit: 'times as long as a query took, until the next one of a heavy caller that is not alone',
    why: 'its queries and answers keep two processors busy: with once as long, another’s pictures took up to eight times as long',
  },
  referencesShown: { value: 100, unit: 'documents', why: 'the hosted lake lists as many referring documents' },
  inlineUnits: {
    value: 2_500,
    unit: 'units, each about a microsecond, of a query on the main thread',
    why: 'about what can be done in a fiftieth of a second',
  },
  inlineRun: {
    value: 50,
    unit: 'milliseconds of a query on the main thread',
    why: 'every other request waits for it',
  },
  inlineParams: {
    value: 4_000,
    unit: 'characters of parameters of a query on the main thread',
    why: 'each document may be compared with all of them',
  },
} satisfies Record<string, Limit>;
