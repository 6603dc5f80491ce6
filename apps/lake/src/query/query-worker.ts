import { Worker } from 'node:worker_threads';
import type { Answer } from '@bodytext/groq/answer';
import { QueryError } from '@bodytext/groq/query-error';
import { LakeError } from '../errors.ts';
import { queryLimits as limits } from './limits.ts';
import type { QueryTask, ThreadOptions, ThreadReply, ThreadRequest } from './query-messages.ts';

/** With 16 MB for new objects, nothing measured was faster. */
const resourceLimits = { maxOldGenerationSizeMb: 320, maxYoungGenerationSizeMb: 6 };

export type Job = { task: QueryTask; resolve(answer: Answer): void; reject(error: Error): void };

type Events = {
  /** The worker can take a job. */
  onIdle(): void;
  onStartFailed(reason: Error): void;
};

/** A worker thread that runs one query at a time; on timeout it is terminated and replaced by a new one. */
export type QueryWorker = ReturnType<typeof createQueryWorker>;

export function createQueryWorker(options: ThreadOptions, { onIdle, onStartFailed }: Events) {
  let thread: { worker: Worker; isReady: boolean } | undefined;
  let running: (Job & { number: number; timer: NodeJS.Timeout }) | undefined;
  let count = 0;

  function start(): void {
    const worker = new Worker(new URL('./query-thread.mjs', import.meta.url), { workerData: options, resourceLimits });
    const started = { worker, isReady: false };
    thread = started;
    worker.unref();
    worker.on('message', (message: ThreadReply | 'ready') => {
      if (message !== 'ready') return finish(message);
      started.isReady = true;
      onIdle();
    });
    worker.on('error', (error) => {
      if (started !== thread) return;
      const isOutOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (isOutOfMemory) replace(new QueryError('The query needed more memory than it may have, and was stopped.'));
      else replace(error);
    });
  }

  function finish(reply: ThreadReply): void {
    if (reply.number !== running?.number) return;
    const { resolve, reject } = running;
    clearTimeout(running.timer);
    running = undefined;
    if ('answer' in reply) resolve(reply.answer);
    else if ('refused' in reply) reject(refusal(reply.refused));
    else reject(new Error(reply.failed));
    onIdle();
  }

  /** Terminates the thread, whatever it is doing, and starts a new one. */
  function replace(reason: Error): void {
    const wasReady = thread?.isReady;
    void stop(reason);
    // A thread that fails to start is not restarted, or this would loop for ever.
    if (wasReady) start();
    else onStartFailed(reason);
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

    /** Only in state `free`. */
    run(job: Job): void {
      const limitMs = limits.run.value;
      const number = ++count;
      const timer = setTimeout(() => replace(timedOut()), limitMs + limits.grace.value);
      running = { ...job, number, timer };
      thread?.worker.postMessage({ ...job.task, number, limitMs } satisfies ThreadRequest);
    },
  };
}

function refusal({ status, message, body }: { status: number; message: string; body: Record<string, unknown> }) {
  return new LakeError(status, message, body);
}

function timedOut(): QueryError {
  return new QueryError(`The query took longer than ${limits.run.value / 1000} seconds and was stopped.`);
}
