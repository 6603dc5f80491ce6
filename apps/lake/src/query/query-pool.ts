import type { Answer } from '@bodytext/groq/answer';
import { LakeError } from '../errors.ts';
import { createCpuLimiter } from '../fairness/cpu-limiter.ts';
import { createFairQueue } from '../fairness/fair-queue.ts';
import { queryLimits as limits } from './limits.ts';
import type { QueryTask, ThreadOptions } from './query-messages.ts';
import { createQueryWorker, type Job, type QueryWorker } from './query-worker.ts';

type QueuedJob = Job & { caller: string };

/**
 * A pool of two worker threads for long queries, with round robin between callers. A query's timeout starts when a
 * thread starts it, however long it was queued. The second thread is started when a light caller waits for another's
 * long query, serves only light callers, and is stopped when idle.
 *
 * A heavy caller that is not alone is throttled: after each of its queries, the next waits `limits.throttle` times as
 * long as that one took. Otherwise four connections that always have a query queued keep one of a small machine's two
 * processors busy.
 */
export type QueryPool = ReturnType<typeof createQueryPool>;

type Parts = ThreadOptions & {
  /** Whether no other caller has sent a request recently. */
  isAlone(caller: string): boolean;
};

export function createQueryPool({ folder, project, isAlone }: Parts) {
  const queue = createFairQueue<QueuedJob>();
  const threadTime = createCpuLimiter();
  const first = createQueryWorker({ folder, project }, { onIdle: next, onStartFailed: rejectAll });
  // If it can't be started, all queries wait for the first.
  const second = createQueryWorker({ folder, project }, { onIdle: next, onStartFailed: () => undefined });
  const throttled = new Set<string>();
  let isClosed = false;
  let callerOnFirst: string | undefined;
  let startTimer: NodeJS.Timeout | undefined;
  let idleTimer: NodeJS.Timeout | undefined;

  function next(): void {
    if (isClosed || queue.isEmpty()) return;
    if (first.state() === 'none') first.start();
    if (first.state() === 'free') callerOnFirst = start(first, queue.take(isNotThrottled));
    if (!queue.has(isLight)) return;
    if (second.state() === 'free') start(second, queue.take(isLight));
    else if (second.state() === 'none') startTimer ??= setTimeout(startSecond, limits.secondThreadAfter.value);
  }

  function startSecond(): void {
    startTimer = undefined;
    if (!isClosed && first.state() === 'busy' && queue.has(isLight)) second.start();
  }

  function isLight(caller: string): boolean {
    return caller !== callerOnFirst && threadTime.recentMs(caller) < limits.lightCaller.value;
  }

  function isNotThrottled(caller: string): boolean {
    return !throttled.has(caller);
  }

  function throttle(caller: string, ms: number): void {
    if (threadTime.recentMs(caller) < limits.lightCaller.value || isAlone(caller)) return;
    throttled.add(caller);
    setTimeout(() => {
      throttled.delete(caller);
      next();
    }, ms * limits.throttle.value).unref();
  }

  /** Returns the job's caller. */
  function start(worker: QueryWorker, job: QueuedJob | undefined): string | undefined {
    if (!job) return undefined;
    const { caller, task, resolve, reject } = job;
    const began = performance.now();
    const charge = (): void => {
      const ms = performance.now() - began;
      threadTime.charge(caller, ms);
      throttle(caller, ms);
    };
    worker.run({
      task,
      resolve(answer) {
        charge();
        resolve(answer);
      },
      reject(error) {
        charge();
        reject(error);
      },
    });
    clearTimeout(idleTimer);
    idleTimer = setTimeout(() => second.state() === 'free' && second.stop(), limits.secondThreadIdle.value).unref();
    return caller;
  }

  function rejectAll(reason: Error): void {
    for (const { reject } of queue.takeAll()) reject(reason);
  }

  return {
    run(caller: string, task: QueryTask): Promise<Answer> {
      return new Promise((resolve, reject) => {
        if (queue.lengthOf(caller) >= limits.queuedOfOne.value) {
          reject(tooMany());
          return;
        }
        queue.add(caller, { caller, task, resolve, reject });
        next();
      });
    },

    async close(): Promise<void> {
      isClosed = true;
      clearTimeout(startTimer);
      clearTimeout(idleTimer);
      rejectAll(stopping());
      await Promise.all([first.stop(stopping()), second.stop(stopping())]);
    },
  };
}

function tooMany(): LakeError {
  return refused(
    `You are waiting for ${limits.queuedOfOne.value} large queries already. Ask again when one is answered.`,
  );
}

function stopping(): LakeError {
  return refused('The lake stops. Ask again in a moment.');
}

function refused(description: string): LakeError {
  return new LakeError(429, description, { error: { description, type: 'queryError' } }, { 'retry-after': '1' });
}
