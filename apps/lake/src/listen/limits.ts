import type { Limit } from '../limit.ts';

/** What those who listen may be sent and may send, and what their filters may take while everybody waits. */
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
  replayedBytes: {
    value: 2 * 1024 * 1024,
    unit: 'bytes of missed changes',
    why: 'a listener that missed more reads everything again, which is quicker',
  },
  replayed: {
    value: 1_000,
    unit: 'missed transactions',
    why: 'after more of them, reading everything again is quicker than replaying',
  },
  liveTags: {
    value: 1_000,
    unit: 'tags of a change',
    why: 'with more, it is quicker to say that everything may have changed',
  },
  wayBack: {
    value: 8_000_000,
    unit: 'characters of documents gone back through',
    why: 'beyond that, whoever missed it reads everything again, which is quicker',
  },
  presenceMessage: { value: 64 * 1024, unit: 'bytes', why: 'a Studio’s messages have some hundreds' },
  presenceSignIn: {
    value: 10_000,
    unit: 'milliseconds',
    why: 'whoever connects and does not say who they are is let go',
  },
  presenceSockets: { value: 50, unit: 'sockets of one person or program', why: 'a browser’s window has one' },
  presenceTold: {
    value: 200,
    unit: 'short messages of one person or program in a second',
    why: 'what they tell goes to everybody; of long messages fewer',
  },
  presenceShort: {
    value: 1_000,
    unit: 'characters of a short message',
    why: 'where somebody is in a document is said in a few hundred',
  },
  presenceWaiting: {
    value: 1024 * 1024,
    unit: 'bytes that wait for one reader',
    why: 'somebody who does not read is dropped rather than written for',
  },
  presenceSubscriptions: { value: 5, unit: 'subscriptions of a socket', why: 'a Studio has one' },
} satisfies Record<string, Limit>;
