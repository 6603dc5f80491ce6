import { badRequest, tooManyRequests } from '../errors.ts';
import { type CpuLimiter, createCpuLimiter } from './cpu-limiter.ts';
import { fairnessLimits as limits } from './limits.ts';

/** Work that can be suspended at each `yield`; its return value is the result. */
export type Steps<Result> = Generator<unknown, Result>;

/**
 * Cooperative multitasking on the main thread: long work runs in time slices of some milliseconds, and other requests
 * are answered between two slices. Round robin between callers; the work of one caller runs one after the other.
 */
export type Scheduler = ReturnType<typeof createScheduler>;

type Task = { step(): boolean; fail(error: unknown): void; ms: number };

type Options = { sliceMs?: number; longestMs?: number; cpuLimiter?: CpuLimiter };

export function createScheduler({
  sliceMs = limits.slice.value,
  longestMs = limits.longestRun.value,
  cpuLimiter = createCpuLimiter(),
}: Options = {}) {
  /** In round-robin order. */
  const queues = new Map<string, Task[]>();
  let immediate: NodeJS.Immediate | undefined;
  let timer: NodeJS.Timeout | undefined;
  let sincePause = 0;

  /** Runs the task for one slice; whether it is done. */
  function runSlice(caller: string, task: Task): boolean {
    const began = performance.now();
    try {
      const isDone = cpuLimiter.run(caller, () => {
        for (;;) {
          if (task.step()) return true;
          if (performance.now() - began >= sliceMs) return false;
        }
      });
      if (isDone) return true;
      task.ms += performance.now() - began;
      if (task.ms > longestMs) throw tooLong(longestMs);
      return false;
    } catch (error) {
      task.fail(error);
      return true;
    }
  }

  function next(): void {
    immediate = undefined;
    timer = undefined;
    const first = [...queues].find(([caller]) => cpuLimiter.waitMs(caller) === 0);
    if (!first) {
      schedule(Math.min(...[...queues.keys()].map(cpuLimiter.waitMs)) + 1);
      return;
    }
    const [caller, [task, ...others]] = first;
    queues.delete(caller);
    const began = performance.now();
    const left = task && !runSlice(caller, task) ? [task, ...others] : others;
    const ms = performance.now() - began;
    // `run` may have queued more for this caller during the slice.
    const all = [...left, ...(queues.get(caller) ?? [])];
    queues.delete(caller);
    if (all.length > 0) queues.set(caller, all);
    pauseAfter(caller, ms);
  }

  function schedule(delayMs = 0): void {
    if (queues.size === 0 || immediate !== undefined || timer !== undefined) return;
    if (delayMs > 0) timer = setTimeout(next, delayMs);
    else immediate = setImmediate(next);
  }

  /** While another caller is active, leaves it some turns of the event loop after a slice, or after several short ones. */
  function pauseAfter(caller: string, ms: number): void {
    sincePause = cpuLimiter.isAlone(caller) ? 0 : sincePause + ms;
    if (sincePause === 0 || sincePause < sliceMs / 2 || timer !== undefined) {
      schedule();
      return;
    }
    timer = setTimeout(next, sincePause * limits.pause.value);
    sincePause = 0;
  }

  return {
    /** The result of the work. The first slice runs synchronously where the caller has nothing queued and need not wait. */
    run<Result>(caller: string, steps: Steps<Result>): Promise<Result> {
      const queued = queues.get(caller) ?? [];
      if (queued.length >= limits.queuedOfOne.value) {
        return Promise.reject(
          tooManyRequests('Too many of your long requests are being answered; wait for one of them.'),
        );
      }
      return new Promise((resolve, reject) => {
        const task: Task = {
          ms: 0,
          fail: reject,
          step() {
            const { done, value } = steps.next();
            if (done) resolve(value);
            return done === true;
          },
        };
        if (queued.length === 0 && timer === undefined && cpuLimiter.waitMs(caller) === 0) {
          const began = performance.now();
          const isDone = runSlice(caller, task);
          pauseAfter(caller, performance.now() - began);
          if (isDone) return;
        }
        queues.set(caller, [...(queues.get(caller) ?? []), task]);
        schedule();
      });
    },

    close(): void {
      clearImmediate(immediate);
      clearTimeout(timer);
      for (const { fail } of [...queues.values()].flat()) fail(tooManyRequests('The lake stops; ask again.'));
      queues.clear();
    },
  };
}

/** Work that can't be suspended, as a single step. */
// biome-ignore lint/correctness/useYield: that is what it is for
export function* asOneStep<Result>(work: () => Result): Steps<Result> {
  return work();
}

/** Runs all steps synchronously, which blocks the event loop. */
export function runToEnd<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function tooLong(milliseconds: number): Error {
  return badRequest(`This took longer than ${milliseconds / 1_000} seconds and was stopped: ask for less at once.`);
}
