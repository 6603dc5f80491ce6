import type { Limit } from '../limit.ts';

/**
 * What one request may do to documents. It runs as one transaction, in one turn in which nobody else is answered: all
 * that its mutations do counts together. Microseconds are a small machine's.
 */
export const limits = {
  mutations: { value: 10_000, unit: 'mutations or actions of a request', why: 'each is parsed before anything else' },
  byQuery: { value: 100, unit: 'mutations of a request that select by query', why: 'each may look at every document' },
  selected: { value: 10_000, unit: 'documents that one query selects', why: 'the hosted lake has this limit' },
  selecting: {
    value: 500,
    unit: 'milliseconds for all queries of a request',
    why: 'they see what the request has written, so that they can run in no other thread',
  },
  selectingAtAnyTime: {
    value: 20,
    unit: 'milliseconds for all queries of a request, soon after a large transaction',
    why: 'many such requests, one after the other, would be as bad as a large one',
  },
  depth: { value: 100, unit: 'levels in a document', why: 'who walks through it calls itself at each level' },
  values: { value: 200_000, unit: 'values in a document', why: 'it is walked through whenever it is written' },
  characters: {
    value: 4_000_000,
    unit: 'characters in a document',
    why: 'it is indexed and kept in memory as a whole',
  },
  names: {
    value: 8_000,
    unit: 'different names in a document',
    why: 'the hosted lake allows so many attributes, and each name makes at least one',
  },
  steps: {
    value: 400_000,
    unit: 'places that the patches of a request look at, each about half a microsecond',
    why: 'a few short paths, such as “..a” a thousand times, would look at a large document as often',
  },
  small: {
    value: 180_000,
    unit: 'microseconds of a transaction that may run at any time',
    why: 'it holds what @sanity/import sends at once, a quarter of a megabyte, also of the smallest documents',
  },
  usual: {
    value: 1_000_000,
    unit: 'microseconds of a transaction, when the last large one is long enough ago',
    why: 'others notice it, so that it must be rare',
  },
  release: {
    value: 20_000_000,
    unit: 'microseconds of a transaction that writes a release',
    why: 'a release is written as a whole, and how much it holds is limited already',
  },
  waiting: {
    value: 2_000_000,
    unit: 'microseconds of all that one author’s waiting requests are known to take',
    why: 'they wait in memory: six of the largest requests, or some thousand small ones',
  },
  group: {
    value: 25,
    unit: 'milliseconds of the requests that share one commit',
    why: 'the event loop belongs to readers as well: what has not begun by then is for the next group',
  },
  groupInCompany: {
    value: 2,
    unit: 'milliseconds of the same, where somebody else is there',
    why: 'with the wait for the disk, a group is several times as long',
  },
  pause: {
    value: 20,
    unit: 'milliseconds at most, in which who has written lets others read',
    why: 'a slow disk must not make it seconds',
  },
  rest: {
    value: 40,
    unit: 'times as long as a large transaction took, until the next',
    why: 'so few of all requests come upon one that nineteen of twenty are answered as ever',
  },
} satisfies Record<string, Limit>;
