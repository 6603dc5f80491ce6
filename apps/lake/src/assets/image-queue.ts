import { tooManyRequests } from '../errors.ts';
import { imageWorkLimits as limits } from './asset-limits.ts';

/** Whose work it is, and whether it takes long. */
export type Weighed = { caller: string; isLarge: boolean };

type Waiting<Work> = Map<string, Work[]>;

/**
 * Work that waits. Callers take turns, so that one who asks for a hundred pictures keeps nobody waiting for more than
 * one of them; and large pictures have a line of their own, so that a small one never stands behind them.
 */
export function createImageQueue<Work extends Weighed>() {
  const small: Waiting<Work> = new Map();
  const large: Waiting<Work> = new Map();

  return {
    add(work: Work): void {
      const [line, most] = work.isLarge ? [large, limits.largeWaiting.value] : [small, limits.smallWaiting.value];
      const own = line.get(work.caller) ?? [];
      if (own.length >= most) throw tooManyPictures(work.isLarge);
      line.set(work.caller, [...own, work]);
    },

    /** What is next: a large one where one may be worked on, since the others have a process of their own. */
    take({ mayBeLarge }: { mayBeLarge: boolean }): Work | undefined {
      return (mayBeLarge ? takeOf(large) : undefined) ?? takeOf(small);
    },

    takeAll(): Work[] {
      const all = [small, large].flatMap((line) => [...line.values()].flat());
      small.clear();
      large.clear();
      return all;
    },
  };
}

/** Of whoever has waited longest for a turn. */
function takeOf<Work>(line: Waiting<Work>): Work | undefined {
  const [first] = line;
  if (!first) return undefined;
  const [caller, [work, ...others]] = first;
  line.delete(caller);
  if (others.length > 0) line.set(caller, others);
  return work;
}

const largeAfterSeconds = 5;

function tooManyPictures(areLarge: boolean): Error {
  const most = areLarge ? limits.largeWaiting : limits.smallWaiting;
  const sentence = `You are waiting for ${most.value} pictures already, which is the most that may be worked on for one caller; ask again in a moment.`;
  return tooManyRequests(sentence, areLarge ? largeAfterSeconds : 1);
}
