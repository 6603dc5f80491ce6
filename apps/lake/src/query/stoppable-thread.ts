import { Worker } from 'node:worker_threads';
import type { Answer } from '@bodytext/groq/answer';
import { QueryError } from '@bodytext/groq/query-error';
import { LakeError } from '../errors.ts';
import { queryLimits as limits } from './limits.ts';
import type { Question, ThreadAnswer, ThreadOptions, ThreadQuestion } from './query-worker.ts';

/** With 16 MB for new objects, nothing measured was faster. */
const resourceLimits = { maxOldGenerationSizeMb: 320, maxYoungGenerationSizeMb: 6 };

/** A query, and whom to tell of what came of it. */
export type Job = { question: Question; resolve(answer: Answer): void; reject(error: Error): void };

type Told = {
  /** It can be given something else. */
  changed(): void;
  /** It can't be started. */
  failed(reason: Error): void;
};

/** A thread that runs one query after the other, and that is stopped, and started anew, when one takes too long. */
export type StoppableThread = ReturnType<typeof createStoppableThread>;

export function createStoppableThread(options: ThreadOptions, { changed, failed }: Told) {
  let thread: { worker: Worker; isReady: boolean } | undefined;
  let running: (Job & { number: number; timer: NodeJS.Timeout }) | undefined;
  let count = 0;

  function start(): void {
    const worker = new Worker(new URL('./query-thread.mjs', import.meta.url), { workerData: options, resourceLimits });
    const started = { worker, isReady: false };
    thread = started;
    worker.unref();
    worker.on('message', (message: ThreadAnswer | 'ready') => {
      if (message !== 'ready') return finish(message);
      started.isReady = true;
      changed();
    });
    worker.on('error', (error) => {
      if (started !== thread) return;
      const isTooLarge = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (isTooLarge) replace(new QueryError('The query needed more memory than it may have, and was stopped.'));
      else replace(error);
    });
  }

  function finish(message: ThreadAnswer): void {
    if (message.number !== running?.number) return;
    const { resolve, reject } = running;
    clearTimeout(running.timer);
    running = undefined;
    if ('answer' in message) resolve(message.answer);
    else if ('refused' in message) reject(refusal(message.refused));
    else reject(new Error(message.failed));
    changed();
  }

  /** Ends the thread with whatever it is doing; the next query gets a new one. */
  function replace(reason: Error): void {
    const wasReady = thread?.isReady;
    void stop(reason);
    // A thread that can't start must not be started for ever.
    if (wasReady) start();
    else failed(reason);
  }

  async function stop(reason?: Error): Promise<void> {
    const stopped = thread;
    const stoppedJob = running;
    thread = undefined;
    running = undefined;
    clearTimeout(stoppedJob?.timer);
    if (reason) stoppedJob?.reject(reason);
    await stopped?.worker.terminate();
  }

  return {
    start,
    stop,

    state(): 'none' | 'starting' | 'free' | 'busy' {
      if (!thread) return 'none';
      if (!thread.isReady) return 'starting';
      return running ? 'busy' : 'free';
    },

    /** Only where it is free. */
    run(job: Job): void {
      const limitMs = limits.run.value;
      const number = ++count;
      const timer = setTimeout(() => replace(tookTooLong()), limitMs + limits.grace.value);
      running = { ...job, number, timer };
      thread?.worker.postMessage({ ...job.question, number, limitMs } satisfies ThreadQuestion);
    },
  };
}

function refusal({ status, message, body }: { status: number; message: string; body: Record<string, unknown> }) {
  return new LakeError(status, message, body);
}

function tookTooLong(): QueryError {
  return new QueryError(`The query took longer than ${limits.run.value / 1000} seconds and was stopped.`);
}
