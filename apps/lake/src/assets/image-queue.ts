import { tooManyRequests } from '../errors.ts';
import { createFairQueue } from '../fairness/fair-queue.ts';
import { imageWorkLimits as limits } from './limits.ts';

/** Whose job it is, and whether it takes long. */
export type QueueEntry = { caller: string; isLarge: boolean };

/**
 * Two queues of image jobs, each with round robin between callers: a caller with a hundred images delays others by one
 * of them, and a small image never waits behind large ones.
 */
export function createImageQueue<Work extends QueueEntry>() {
  const small = createFairQueue<Work>();
  const large = createFairQueue<Work>();

  return {
    add(work: Work): void {
      const [queue, most] = work.isLarge ? [large, limits.largeQueued.value] : [small, limits.smallQueued.value];
      if (queue.lengthOf(work.caller) >= most) throw tooManyPictures(work.isLarge);
      queue.add(work.caller, work);
    },

    /** The next job: a large one where allowed, since another process is then free for the small ones. */
    take({ mayBeLarge }: { mayBeLarge: boolean }): Work | undefined {
      return (mayBeLarge ? large.take() : undefined) ?? small.take();
    },

    takeAll: (): Work[] => [...small.takeAll(), ...large.takeAll()],
  };
}

const largeRetryAfterSeconds = 5;

function tooManyPictures(areLarge: boolean): Error {
  const most = areLarge ? limits.largeQueued : limits.smallQueued;
  const sentence = `You are waiting for ${most.value} pictures already, which is the most that may be worked on for one caller; ask again in a moment.`;
  return tooManyRequests(sentence, areLarge ? largeRetryAfterSeconds : 1);
}
