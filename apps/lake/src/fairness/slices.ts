import { badRequest, tooManyRequests } from '../errors.ts';
import { fairnessLimits as limits } from './limits.ts';
import { createShares, type Shares } from './shares.ts';

/** Work that can be left at each `yield` and gone on with later; what it returns is its result. */
export type Steps<Result> = Generator<unknown, Result>;

/**
 * Long work in slices of some milliseconds, so that whoever asks for little is answered between two of them: a request
 * takes several turns of the event loop, so that where somebody else is there, slices are left out. Callers take turns;
 * of one caller, one work after the other is done.
 */
export type Slices = ReturnType<typeof createSlices>;

type Work = { step(): boolean; fail(error: unknown): void; spent: number };

type Options = { sliceMs?: number; longestMs?: number; shares?: Shares };

export function createSlices({
  sliceMs = limits.slice.value,
  longestMs = limits.longWork.value,
  shares = createShares(),
}: Options = {}) {
  /** In the order in which callers have their turns. */
  const queues = new Map<string, Work[]>();
  let soon: NodeJS.Immediate | undefined;
  let later: NodeJS.Timeout | undefined;
  let sincePause = 0;

  /** Whether the work is over. */
  function slice(caller: string, work: Work): boolean {
    const began = performance.now();
    try {
      const isOver = shares.spend(caller, () => {
        for (;;) {
          if (work.step()) return true;
          if (performance.now() - began >= sliceMs) return false;
        }
      });
      if (isOver) return true;
      work.spent += performance.now() - began;
      if (work.spent > longestMs) throw tooLong(longestMs);
      return false;
    } catch (error) {
      work.fail(error);
      return true;
    }
  }

  function next(): void {
    soon = undefined;
    later = undefined;
    const first = [...queues].find(([caller]) => shares.restOf(caller) === 0);
    if (!first) {
      goOn(Math.min(...[...queues.keys()].map(shares.restOf)) + 1);
      return;
    }
    const [caller, [work, ...others]] = first;
    queues.delete(caller);
    const began = performance.now();
    const left = work && !slice(caller, work) ? [work, ...others] : others;
    const ms = performance.now() - began;
    // What came meanwhile was put behind by `run`, under the same name.
    const all = [...left, ...(queues.get(caller) ?? [])];
    queues.delete(caller);
    if (all.length > 0) queues.set(caller, all);
    pauseAfter(caller, ms);
  }

  function goOn(waitMs = 0): void {
    if (queues.size === 0 || soon !== undefined || later !== undefined) return;
    if (waitMs > 0) later = setTimeout(next, waitMs);
    else soon = setImmediate(next);
  }

  /** Where somebody else is there, they have some turns for themselves after a slice, or after several short ones. */
  function pauseAfter(caller: string, ms: number): void {
    sincePause = shares.isAlone(caller) ? 0 : sincePause + ms;
    if (sincePause === 0 || sincePause < sliceMs / 2 || later !== undefined) {
      goOn();
      return;
    }
    later = setTimeout(next, sincePause * limits.pause.value);
    sincePause = 0;
  }

  return {
    /** The result of the work; at once where it takes no longer than a slice and nothing of the caller's waits. */
    run<Result>(caller: string, steps: Steps<Result>): Promise<Result> {
      const waiting = queues.get(caller) ?? [];
      if (waiting.length >= limits.longWorksOfOne.value) {
        return Promise.reject(
          tooManyRequests('Too many of your long requests are being answered; wait for one of them.'),
        );
      }
      return new Promise((resolve, reject) => {
        const work: Work = {
          spent: 0,
          fail: reject,
          step() {
            const { done, value } = steps.next();
            if (done) resolve(value);
            return done === true;
          },
        };
        if (waiting.length === 0 && later === undefined && shares.restOf(caller) === 0) {
          const began = performance.now();
          const isOver = slice(caller, work);
          pauseAfter(caller, performance.now() - began);
          if (isOver) return;
        }
        queues.set(caller, [...(queues.get(caller) ?? []), work]);
        goOn();
      });
    },

    close(): void {
      clearImmediate(soon);
      clearTimeout(later);
      for (const { fail } of [...queues.values()].flat()) fail(tooManyRequests('The lake stops; ask again.'));
      queues.clear();
    },
  };
}

/** Work that can't be left before it is done. */
// biome-ignore lint/correctness/useYield: that is what it is for
export function* inOne<Result>(work: () => Result): Steps<Result> {
  return work();
}

/** Does all of it at once, for what nobody waits for. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function tooLong(milliseconds: number): Error {
  return badRequest(`This took longer than ${milliseconds / 1_000} seconds and was stopped: ask for less at once.`);
}
