import type { Limit } from '../limit.ts';

/**
 * How much one request may write. It runs as one transaction in one turn of the event loop, in which no other request
 * is answered, so all its mutations count together. Microseconds are those of a small machine.
 */
export const limits = {
  mutations: {
    value: 10_000,
    unit: 'mutations or actions of a request',
    why: 'all are parsed before the first is applied',
  },
  byQuery: { value: 100, unit: 'mutations of a request that select by query', why: 'each may read every document' },
  selected: { value: 10_000, unit: 'documents that one query selects', why: 'the hosted lake has this limit' },
  selecting: {
    value: 500,
    unit: 'milliseconds for all queries of a request',
    why: 'they read what the transaction has written, so no worker thread can run them',
  },
  selectingAfterLarge: {
    value: 20,
    unit: 'milliseconds for all queries of a request, soon after a large transaction',
    why: 'many such requests in a row would block the event loop as long as one large transaction',
  },
  depth: { value: 100, unit: 'levels in a document', why: 'it is walked by recursion, one stack frame a level' },
  values: { value: 200_000, unit: 'values in a document', why: 'each write walks all of them' },
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
  pathCharacters: { value: 2_000, unit: 'characters of a path in a patch', why: 'no client needs longer ones' },
  pathSteps: { value: 100, unit: 'steps of a path in a patch', why: 'content is nested 100 deep at most' },
  patchSteps: {
    value: 400_000,
    unit: 'places that the patches of a request look at, each about half a microsecond',
    why: 'a few short paths, such as “..a” a thousand times, would walk a large document as often',
  },
  versions: { value: 1_000, unit: 'versions in a release', why: 'the hosted lake has this limit' },
  small: {
    value: 180_000,
    unit: 'microseconds of a transaction that may run at any time',
    why: 'it fits what @sanity/import sends at once: 250 KB, even of the smallest documents',
  },
  usual: {
    value: 1_000_000,
    unit: 'microseconds of a transaction, if the last large one is long enough ago',
    why: 'other callers notice such a transaction, so it must be rare',
  },
  release: {
    value: 20_000_000,
    unit: 'microseconds of a transaction that writes a release',
    why: 'a release is written as a whole, and the number of its versions is limited',
  },
  restAfterLarge: {
    value: 40,
    unit: 'times as long as a large transaction took, until the next may run',
    why: 'then at most one request in twenty is delayed by a large transaction',
  },
  queued: {
    value: 2_000_000,
    unit: 'microseconds of known cost of one author’s queued requests',
    why: 'they are held in memory: six of the largest requests, or some thousand small ones',
  },
  group: {
    value: 25,
    unit: 'milliseconds in which requests are added to a group commit',
    why: 'readers wait until the group is committed; later requests go into the next group',
  },
  groupWithOthers: {
    value: 2,
    unit: 'milliseconds of the same, while other callers are active',
    why: 'with the wait for the disk, a group takes several times as long',
  },
  groupOnClock: {
    value: 100,
    unit: 'milliseconds of a group by the clock, where the process gets little of the processor',
    why: 'ending it sooner would make more commits, each of which waits for a busy disk',
  },
  batchWait: {
    value: 1,
    unit: 'milliseconds in which a group waits for as many requests as the last one had',
    why: 'otherwise one fast writer of sixteen gets every third group for itself',
  },
  pauseAfterGroup: {
    value: 20,
    unit: 'milliseconds at most that the authors of a group pause after it',
    why: 'after a slow commit the pause would otherwise be seconds',
  },
  lockRetry: {
    value: 20,
    unit: 'milliseconds between two tries to lock the database',
    why: 'another process, such as an import, may hold the lock; readers are answered between the tries',
  },
  lockTimeout: {
    value: 30_000,
    unit: 'milliseconds that a request waits for the lock',
    why: 'after that its client gets an error, and can decide to retry',
  },
  savepointGroups: {
    value: 20,
    unit: 'groups that use savepoints after one had to be run again',
    why: 'failures come in series, and running a group again costs more than savepoints',
  },
} satisfies Record<string, Limit>;
