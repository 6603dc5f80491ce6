import type { Limit } from '../limit.ts';

/** What one caller may take of the thread that answers everybody. */
export const fairnessLimits = {
  slice: {
    value: 2,
    unit: 'milliseconds',
    why: 'as long as a small answer takes to be sent: who waits for one slice hardly notices',
  },
  pause: {
    value: 3,
    unit: 'times as long as a slice, until the next, where somebody else is there',
    why: 'a request is read, answered and sent in several turns of the event loop: not in each of them a slice',
  },
  long: {
    value: 4,
    unit: 'milliseconds',
    why: 'what takes longer others notice: about five times what a small query takes from beginning to end',
  },
  atOnce: {
    value: 50,
    unit: 'milliseconds of longer pieces that one caller may have at once',
    why: 'a Studio that opens asks for some lists at once; then it is quiet',
  },
  share: {
    value: 0.025,
    unit: 'of the time, in longer pieces, for one caller',
    why: 'so few of all requests come upon one that nineteen of twenty are answered as ever',
  },
  longestRest: {
    value: 8_000,
    unit: 'milliseconds',
    why: 'whoever wrote something large may go on typing then; what is larger is rare by a limit of its own',
  },
  company: {
    value: 2_000,
    unit: 'milliseconds since somebody else asked for something',
    why: 'an import at night, when nobody is there, need not wait for anybody',
  },
  halfLife: {
    value: 1_000,
    unit: 'milliseconds',
    why: 'after so long, half of what somebody has used is forgotten: of two who write, the other goes first',
  },
  longWork: {
    value: 3_000,
    unit: 'milliseconds',
    why: 'what takes longer in slices is not waited for by anybody',
  },
  longWorksOfOne: {
    value: 16,
    unit: 'long requests of one caller',
    why: 'a browser sends six at once to one host, and some more through a proxy that speaks HTTP/2',
  },
} satisfies Record<string, Limit>;
