import { tooManyRequests } from '../errors.ts';
import { createFairQueue } from '../fairness/fair-queue.ts';
import { imageWorkLimits as limits } from './limits.ts';

/** Whose work it is, and whether it takes long. */
export type QueueEntry = { caller: string; isLarge: boolean };

/**
 * Work that waits. Callers take turns, so that one who asks for a hundred pictures keeps nobody waiting for more than
 * one of them; and large pictures have a line of their own, so that a small one never stands behind them.
 */
export function createImageQueue<Work extends QueueEntry>() {
  const small = createFairQueue<Work>();
  const large = createFairQueue<Work>();

  return {
    add(work: Work): void {
      const [line, most] = work.isLarge ? [large, limits.largeWaiting.value] : [small, limits.smallWaiting.value];
      if (line.lengthOf(work.caller) >= most) throw tooManyPictures(work.isLarge);
      line.add(work.caller, work);
    },

    /** What is next: a large one where one may be worked on, since the others have a process of their own. */
    take({ mayBeLarge }: { mayBeLarge: boolean }): Work | undefined {
      return (mayBeLarge ? large.take() : undefined) ?? small.take();
    },

    takeAll: (): Work[] => [...small.takeAll(), ...large.takeAll()],
  };
}

const largeAfterSeconds = 5;

function tooManyPictures(areLarge: boolean): Error {
  const most = areLarge ? limits.largeWaiting : limits.smallWaiting;
  const sentence = `You are waiting for ${most.value} pictures already, which is the most that may be worked on for one caller; ask again in a moment.`;
  return tooManyRequests(sentence, areLarge ? largeAfterSeconds : 1);
}
