import type { Limit } from '../limit.ts';

/** What one request may cost before it is refused, how long a connection may idle, and the sizes of caches. */
export const httpLimits = {
  body: {
    value: 4_000_000,
    unit: 'bytes of a JSON body',
    why: 'as the hosted lake has it for mutations: https://www.sanity.io/docs/content-lake/technical-limits',
  },
  inlineBody: {
    value: 100_000,
    unit: 'characters of a body that is parsed at once',
    why: 'parsing takes some milliseconds; longer bodies go through the scheduler',
  },
  form: { value: 16 * 1024, unit: 'bytes of the sign-in form', why: 'it holds a name and a password' },
  formField: {
    value: 2_000,
    unit: 'characters of a field of that form',
    why: 'the longest is an address to return to',
  },
  address: {
    value: 32 * 1024,
    unit: 'characters of a URL',
    why: 'the client sends longer queries by POST, and never puts this much into a URL',
  },
  head: {
    value: 64 * 1024,
    unit: 'bytes of request line and headers',
    why: 'a URL that is too long is then answered with 414, rather than cut off by Node',
  },
  headTime: { value: 15_000, unit: 'milliseconds until all headers have arrived', why: 'Node waits for a minute' },
  headCheck: { value: 2_000, unit: 'milliseconds between checks for that', why: 'Node checks twice a minute' },
  discarded: {
    value: 1024 * 1024,
    unit: 'bytes of a refused body that are read and discarded',
    why: 'a client that is still sending would otherwise not read the answer',
  },
  discardTime: {
    value: 2_000,
    unit: 'milliseconds of reading and discarding it',
    why: 'a slow client must not hold it open',
  },
  uploadText: { value: 5_000, unit: 'characters of a text about an upload', why: 'a caption and more' },
  streamsOfSocket: {
    value: 64,
    unit: 'event streams of one WebSocket',
    why: 'an open document holds about ten; a tab that opens more is not a Studio',
  },
  ping: {
    value: 30_000,
    unit: 'milliseconds between two pings of a WebSocket',
    why: 'a socket without a pong by the next ping is dead; proxies close sockets that are silent for a minute',
  },
  compressed: {
    value: 1_400,
    unit: 'bytes from which answers are compressed',
    why: 'shorter ones fit into one packet anyway',
  },
  compressedInQueue: {
    value: 100_000,
    unit: 'bytes from which answers are compressed one after the other',
    why: 'compressing one takes some milliseconds of a processor',
  },
  preflight: {
    value: 600,
    unit: 'seconds that browsers cache a preflight',
    why: 'an origin that is removed must lose access soon',
  },
  preflightHeaders: {
    value: 4_096,
    unit: 'characters of header names in a preflight',
    why: 'they are echoed, and clients refuse answers with more than 16 KB of headers',
  },
  shutdown: {
    value: 1_000,
    unit: 'milliseconds for running requests when the lake stops',
    why: 'then their connections are closed, so that the stop does not hang',
  },
  historyEntries: { value: 1_000, unit: 'transactions in one answer', why: 'the Studio asks for a hundred' },
  batch: {
    value: 2,
    unit: 'milliseconds of a batch of requests',
    why: 'then its answers are sent, and the event loop reads new requests',
  },
  batchOfSeveral: {
    value: 1,
    unit: 'milliseconds of a batch with requests of several callers',
    why: 'the first answer is sent only after the last one is computed',
  },
  eventsBuffered: {
    value: 4 * 1024 * 1024,
    unit: 'bytes buffered for one listener',
    why: 'a listener this far behind is disconnected, and resumes when it reconnects',
  },
  eventsBufferedInAll: {
    value: 256 * 1024 * 1024,
    unit: 'bytes buffered for all listeners',
    why: 'beyond it, listeners that would get a large event are disconnected too',
  },
  largeEvent: {
    value: 64 * 1024,
    unit: 'bytes of an event that counts as large',
    why: 'usual ones have some hundreds',
  },
  exportsOfOne: { value: 2, unit: 'exports of one caller at the same time', why: 'so that one caller can’t take all' },
  exports: {
    value: 4,
    unit: 'exports at the same time',
    why: 'each holds a connection and keeps the write-ahead log from shrinking',
  },
  exportPause: {
    value: 60_000,
    unit: 'milliseconds in which a client reads nothing of an export',
    why: 'then the export ends and makes room for others',
  },
  cachedParameter: {
    value: 4_000,
    unit: 'characters of a decoded URL parameter in the cache',
    why: 'longer ones hardly recur',
  },
  cachedParameters: { value: 500, unit: 'decoded URL parameters', why: 'programs send the same few hundred' },
  cachedAnswers: {
    value: 16 * 1024 * 1024,
    unit: 'characters of cached answers and their keys',
    why: 'a page’s answer has some thousands',
  },
  cachedAnswer: { value: 512 * 1024, unit: 'characters of a cached answer', why: 'longer ones would evict many' },
  cachedKey: { value: 8 * 1024, unit: 'characters of a cache key', why: 'longer queries hardly recur' },
  seenKeys: { value: 2_000, unit: 'keys seen once', why: 'an answer is cached only at its second request' },
  streamEnd: {
    value: 1_000,
    unit: 'milliseconds for a client to read the rest of a stream that ended',
    why: 'a client that does not read would hold the connection open',
  },
  versions: { value: 100, unit: 'API versions known to be valid', why: 'programs use one or two' },
  jsonDepth: {
    value: 500,
    unit: 'levels of JSON',
    why: 'content may be nested a hundred deep, and is wrapped in a few more',
  },
  jsonValues: {
    value: 300_000,
    unit: 'values of JSON',
    why: 'parsing them blocks the event loop for some hundredths of a second',
  },
  streamsOfOne: {
    value: 200,
    unit: 'event streams of one caller',
    why: 'the hosted lake has such limits as well, of a thousand and more: https://www.sanity.io/docs/content-lake/technical-limits',
  },
  streams: { value: 5_000, unit: 'event streams', why: 'each takes memory, and time at each transaction' },
} satisfies Record<string, Limit>;
