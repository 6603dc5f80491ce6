import { badRequest, tooManyRequests } from '../errors.ts';
import { fairnessLimits as limits } from './limits.ts';

/** Work that can be left at each `yield` and gone on with later; what it returns is its result. */
export type Steps<Result> = Generator<unknown, Result>;

/**
 * Long work in slices of some milliseconds, one in each turn of the event loop, so that whoever asks for little is
 * answered between two of them. Callers take turns; of one caller, one work after the other is done.
 */
export type Slices = ReturnType<typeof createSlices>;

type Work = { step(): boolean; fail(error: unknown): void; spent: number };

export function createSlices({ sliceMs = limits.slice.value, longestMs = limits.longWork.value } = {}) {
  /** In the order in which callers have their turns. */
  const queues = new Map<string, Work[]>();
  let soon: NodeJS.Immediate | undefined;

  /** Whether the work is over. */
  function slice(work: Work): boolean {
    const began = performance.now();
    try {
      for (let isOver = false; !isOver; ) {
        isOver = work.step();
        if (isOver) return true;
        if (performance.now() - began >= sliceMs) break;
      }
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
    const [first] = queues;
    if (!first) return;
    const [caller, [work, ...others]] = first;
    queues.delete(caller);
    const left = work && !slice(work) ? [work, ...others] : others;
    // What came meanwhile was put behind by `run`, under the same name.
    const all = [...left, ...(queues.get(caller) ?? [])];
    queues.delete(caller);
    if (all.length > 0) queues.set(caller, all);
    goOn();
  }

  function goOn(): void {
    if (queues.size > 0) soon ??= setImmediate(next);
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
        if (waiting.length === 0 && slice(work)) return;
        queues.set(caller, [...(queues.get(caller) ?? []), work]);
        goOn();
      });
    },

    close(): void {
      clearImmediate(soon);
      for (const { fail } of [...queues.values()].flat()) fail(tooManyRequests('The lake stops; ask again.'));
      queues.clear();
    },
  };
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
