import type { Limit } from '../limit.ts';

/** What one request may cost before it is refused, for how long a connection may wait, and what is kept for others. */
export const httpLimits = {
  body: {
    value: 4_000_000,
    unit: 'bytes of a JSON body',
    why: 'as the hosted lake has it for mutations: https://www.sanity.io/docs/content-lake/technical-limits',
  },
  bodyAtOnce: {
    value: 100_000,
    unit: 'characters of a body parsed at once',
    why: 'it takes some milliseconds; longer ones are parsed when it is their caller’s turn',
  },
  form: { value: 16 * 1024, unit: 'bytes of a form to sign in with', why: 'it has a name and a password in it' },
  formField: {
    value: 2_000,
    unit: 'characters of a field of that form',
    why: 'an address to return to is the longest',
  },
  address: {
    value: 32 * 1024,
    unit: 'characters of an address',
    why: 'the client sends longer queries by POST; this is more than it ever puts in one',
  },
  head: {
    value: 64 * 1024,
    unit: 'bytes of request line and headers',
    why: 'room for a long query in the address, which is then answered rather than cut off',
  },
  headTime: { value: 15_000, unit: 'milliseconds until a head is there', why: 'Node would wait for a minute' },
  headCheck: { value: 2_000, unit: 'milliseconds until a late head is noticed', why: 'Node would look twice a minute' },
  unread: {
    value: 1024 * 1024,
    unit: 'bytes of a body that was refused unread',
    why: 'so much is thrown away, so that the caller still reads the answer',
  },
  unreadTime: { value: 2_000, unit: 'milliseconds of throwing it away', why: 'and for so long' },
  uploadText: { value: 5_000, unit: 'characters of a text about an upload', why: 'a caption and more' },
  streamsOfSocket: {
    value: 64,
    unit: 'event streams of one WebSocket',
    why: 'an open document holds about ten; a tab that asks for more is not a Studio',
  },
  ping: {
    value: 30_000,
    unit: 'milliseconds between two pings of a WebSocket',
    why: 'one that did not answer the last by the next is gone',
  },
  compressed: {
    value: 1_400,
    unit: 'bytes from which answers are compressed',
    why: 'shorter ones would fill as many packets',
  },
  compressedInTurn: {
    value: 100_000,
    unit: 'bytes from which answers are compressed one after the other',
    why: 'that takes some milliseconds of a processor',
  },
  preflight: {
    value: 600,
    unit: 'seconds that browsers keep a preflight’s answer',
    why: 'origins are taken back as well',
  },
  preflightHeaders: {
    value: 4_096,
    unit: 'characters of header names in a preflight',
    why: 'an answer with longer headers than 16 KB is one that clients do not read',
  },
  finish: {
    value: 1_000,
    unit: 'milliseconds',
    why: 'what is still being answered gets this long when the lake stops',
  },
  historyEntries: { value: 1_000, unit: 'transactions asked for at once', why: 'the Studio asks for a hundred' },
  batch: {
    value: 2,
    unit: 'milliseconds of a batch',
    why: 'what has been answered is then sent, and what came meanwhile is heard',
  },
  batchOfSeveral: {
    value: 1,
    unit: 'milliseconds of a batch in which several callers wait',
    why: 'the first is sent nothing before the last has been answered',
  },
  eventsWaiting: {
    value: 4 * 1024 * 1024,
    unit: 'bytes that wait for one reader',
    why: 'a reader that is this far behind is cut off; it reconnects and goes on where it was',
  },
  eventsWaitingInAll: {
    value: 256 * 1024 * 1024,
    unit: 'bytes that wait for all readers together',
    why: 'whoever has something large to come then is cut off as well',
  },
  largeEvent: {
    value: 64 * 1024,
    unit: 'bytes of an event that counts as large',
    why: 'usual ones have some hundreds',
  },
  exportsOfOne: { value: 2, unit: 'exports of one caller at the same time', why: 'another one is left for others' },
  exports: {
    value: 4,
    unit: 'exports at the same time',
    why: 'each holds a connection and keeps the database’s log from shrinking',
  },
  exportPause: {
    value: 60_000,
    unit: 'milliseconds in which somebody takes nothing of an export',
    why: 'they keep nobody else from exporting any more',
  },
  keptParameter: {
    value: 4_000,
    unit: 'characters of a parameter kept decoded',
    why: 'longer ones are hardly asked twice',
  },
  keptParameters: { value: 500, unit: 'parameters kept decoded', why: 'programs ask the same few hundred' },
  keptAnswers: {
    value: 16 * 1024 * 1024,
    unit: 'characters of answers and questions kept',
    why: 'a page’s answer has some thousands',
  },
  keptAnswer: { value: 512 * 1024, unit: 'characters of a kept answer', why: 'longer ones would push out many' },
  keptQuestion: { value: 8 * 1024, unit: 'characters of a kept question', why: 'longer ones are hardly asked twice' },
  asked: { value: 2_000, unit: 'questions known to have been asked once', why: 'only what is asked again is kept' },
  streamEnd: {
    value: 1_000,
    unit: 'milliseconds that a stream which is over has to be read to its end',
    why: 'who does not read would keep it',
  },
  versions: { value: 100, unit: 'versions of the API known to be fine', why: 'programs name one or two' },
  jsonDepth: {
    value: 500,
    unit: 'levels of JSON',
    why: 'content may be nested a hundred deep, and is wrapped in a few more',
  },
  jsonValues: {
    value: 300_000,
    unit: 'values of JSON',
    why: 'parsed in some hundredths of a second, in which nobody else is answered',
  },
  streamsOfOne: {
    value: 200,
    unit: 'event streams of one caller',
    why: 'the hosted lake has such limits as well, of a thousand and more: https://www.sanity.io/docs/content-lake/technical-limits',
  },
  streams: { value: 5_000, unit: 'event streams', why: 'each takes memory, and is looked at for each change' },
} satisfies Record<string, Limit>;
