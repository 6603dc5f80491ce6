import type { Limit } from '../limit.ts';

/** How much time of the main thread one caller may take. */
export const fairnessLimits = {
  slice: {
    value: 2,
    unit: 'milliseconds',
    why: 'as long as sending a small answer takes: another request that waits for one slice is hardly slower',
  },
  pause: {
    value: 3,
    unit: 'times the slice before the next one, while another caller is active',
    why: 'a request is read, answered and sent in several turns of the event loop, and must not meet a slice in each',
  },
  long: {
    value: 4,
    unit: 'milliseconds from which work counts towards the rate limit',
    why: 'it delays others noticeably: a small query takes about a fifth of it from beginning to end',
  },
  burst: {
    value: 50,
    unit: 'milliseconds of long work of one caller before the rate limit applies',
    why: 'a Studio that opens sends several list queries at once and is quiet afterwards',
  },
  share: {
    value: 0.025,
    unit: 'of the time, for the long work of one caller',
    why: 'nineteen of twenty requests of others then meet none of it',
  },
  longestWait: {
    value: 8_000,
    unit: 'milliseconds that the rate limit delays a caller at most',
    why: 'after one large write an editor must be able to go on typing; the size of writes has a limit of its own',
  },
  aloneAfter: {
    value: 2_000,
    unit: 'milliseconds without a request of another caller, after which the rate limit does not apply',
    why: 'an import at night would only take longer',
  },
  halfLife: {
    value: 1_000,
    unit: 'milliseconds in which a caller’s recorded CPU time halves',
    why: 'of two callers that write, the one that used less time recently goes first',
  },
  longestRun: {
    value: 3_000,
    unit: 'milliseconds of one request in slices',
    why: 'clients give up before it would be done',
  },
  queuedOfOne: {
    value: 16,
    unit: 'sliced requests of one caller that may be queued',
    why: 'a browser sends six at once to one host, and some more through a proxy that speaks HTTP/2',
  },
} satisfies Record<string, Limit>;
