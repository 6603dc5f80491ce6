/**
 * Limits of the HTTP layer: what one request may cost before it is refused, and for how long a connection may wait.
 * Sizes are bytes unless the name says otherwise, times are milliseconds.
 */
export const limits = {
  /** A JSON body. As the hosted lake has it for mutations. @see https://www.sanity.io/docs/content-lake/technical-limits */
  bodyBytes: 4_000_000,
  /** A body this long is parsed in some milliseconds; longer ones are parsed when it is their caller's turn. */
  bodyAtOnceCharacters: 100_000,
  /** A form to sign in with. */
  formBytes: 16 * 1024,
  /** The client sends longer queries by POST; this is more than it ever puts in an address. */
  addressCharacters: 32 * 1024,
  /** Request line and headers: room for a long query in the address, which is then answered rather than cut off. */
  headBytes: 64 * 1024,
  /** Whoever connects says within this time what they want; Node would wait for a minute. */
  headMs: 15_000,
  /** How often Node looks for connections whose head is late. */
  headCheckMs: 2_000,
  /** Of a body that was refused unread so much is thrown away, so that the caller still reads the answer. */
  unreadBytes: 1024 * 1024,
  /** And for so long. */
  unreadMs: 2_000,
  /** Event streams of one WebSocket. An open document holds about ten; a tab that asks for more is not a Studio. */
  streamsOfSocket: 64,
  /** A WebSocket that did not answer the last ping by the next one is gone. */
  pingMs: 30_000,
  /** Shorter answers are sent as they are: compressed they would fill as many packets. */
  compressedFromBytes: 1_400,
  /** Longer answers are compressed one after the other: that takes some milliseconds of a processor. */
  compressedInTurnBytes: 100_000,
  /** A preflight's answer is kept by browsers for so long. */
  preflightSeconds: 600,
  /** Header names of a preflight. An answer with longer headers than 16 KB is one that clients do not read. */
  preflightHeaderCharacters: 4_096,
  /** What is still being answered gets this long when the lake stops. */
  finishMs: 1_000,
} as const;
