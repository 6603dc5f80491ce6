import type { Limit } from '../limit.ts';

/** What listeners may be sent and may send, and how much time their filters may take on the main thread. */
export const listenLimits = {
  filtersTogether: {
    value: 100,
    unit: 'milliseconds of all filters for one transaction; after that each has `filterAtLeast`',
    why: 'every write waits for the filters: once is bearable, hundreds of slow filters are not',
  },
  filterAtLeast: {
    value: 1,
    unit: 'milliseconds of one filter for one document',
    why: 'many times what a filter takes that reads only its document',
  },
  filtersOfThrottled: {
    value: 2,
    unit: 'milliseconds of all filters of a rate-limited caller, for one transaction',
    why: 'as long as a time slice of other work',
  },
  filterOfThrottled: {
    value: 0.1,
    unit: 'milliseconds that one such filter has for one document in any case',
    why: 'a filter that reads only its document takes a tenth of it, and keeps working',
  },
  replayedBytes: {
    value: 2 * 1024 * 1024,
    unit: 'bytes of missed changes sent at once',
    why: 'more would exceed the buffer of a slow reader; it reconnects for the rest',
  },
  replayed: {
    value: 1_000,
    unit: 'missed transactions',
    why: 'after more of them, reading everything again is quicker than replaying',
  },
  liveTags: {
    value: 1_000,
    unit: 'tags of a change',
    why: 'with more, `restart` is cheaper: it says that everything may have changed',
  },
  replayedCharacters: {
    value: 8_000_000,
    unit: 'characters of patches to revert',
    why: 'beyond that, reading everything again is quicker than replaying',
  },
  presenceMessage: { value: 64 * 1024, unit: 'bytes', why: 'a Studio’s messages have some hundreds' },
  presenceSignIn: {
    value: 10_000,
    unit: 'milliseconds',
    why: 'a socket that sends no token by then is closed',
  },
  presenceSockets: { value: 50, unit: 'sockets of one person or program', why: 'a browser’s window has one' },
  presenceMessages: {
    value: 200,
    unit: 'short messages of one person or program in a second',
    why: 'each is broadcast to every client; a long message counts as several',
  },
  presenceShort: {
    value: 1_000,
    unit: 'characters of a short message',
    why: 'an editor’s place in a document takes a few hundred',
  },
  presenceBuffered: {
    value: 1024 * 1024,
    unit: 'bytes buffered for one client',
    why: 'a client that does not read is disconnected, so that the buffer stays bounded',
  },
  presenceSubscriptions: { value: 5, unit: 'subscriptions of a socket', why: 'a Studio has one' },
} satisfies Record<string, Limit>;
