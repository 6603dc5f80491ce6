import { Worker } from 'node:worker_threads';
import { LakeError } from '../errors.ts';
import { createFairQueue } from '../fairness/fair-queue.ts';
import type { Grant } from '../plugin.ts';
import type { Project } from '../project.ts';
import type { ReadAccess } from './access.ts';
import type { Answer } from './answer.ts';
import { queryLimits as limits, queryError } from './limits.ts';
import type { Perspective } from './perspective.ts';
import type { Query } from './run.ts';
import type { SourceMapWish } from './source-map.ts';

/** With 16 MB for new objects, nothing measured was faster. */
const resourceLimits = { maxOldGenerationSizeMb: 320, maxYoungGenerationSizeMb: 6 };

export type ThreadOptions = { folder: string; project: Project };

/** What somebody may read, as data. */
type SentAccess =
  | Exclude<ReadAccess, { kind: 'filtered' | 'unversioned' }>
  | { kind: 'filtered'; grants: Grant[] }
  | { kind: 'unversioned'; of: SentAccess };

export type Question = {
  query: Query;
  perspective: Perspective;
  access: SentAccess;
  identity: string;
  sourceMap: SourceMapWish | undefined;
};

export type ThreadQuestion = Question & { number: number; limitMs: number };

export type ThreadAnswer = { number: number } & (
  | { answer: Answer }
  | { refused: { status: number; message: string; body: Record<string, unknown> } }
  | { failed: string }
);

type Waiting = { question: Question; resolve(answer: Answer): void; reject(error: Error): void };

/**
 * One thread for queries that may take long, one after the other, each stopped when its time is over. Callers take
 * turns; a query's time begins when the thread begins with it, however long it has waited for others.
 */
export type QueryWorker = ReturnType<typeof createQueryWorker>;

export function createQueryWorker(folder: string, project: Project) {
  const queue = createFairQueue<Waiting>();
  let thread: { worker: Worker; isReady: boolean } | undefined;
  let running: (Waiting & { number: number; timer: NodeJS.Timeout }) | undefined;
  let count = 0;
  let isClosed = false;

  function start(): void {
    const options: ThreadOptions = { folder, project };
    const worker = new Worker(new URL('./query-thread.mjs', import.meta.url), { workerData: options, resourceLimits });
    const started = { worker, isReady: false };
    thread = started;
    worker.unref();
    worker.on('message', (message: ThreadAnswer | 'ready') => {
      if (message !== 'ready') return finish(message);
      started.isReady = true;
      next();
    });
    worker.on('error', (error) => {
      if (started !== thread) return;
      const isTooLarge = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (isTooLarge) replace(queryError('The query needed more memory than it may have, and was stopped.'));
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
    next();
  }

  /** Ends the thread with whatever it is doing; the next query gets a new one. */
  function replace(reason: Error): void {
    const stopped = thread;
    const stoppedQuery = running;
    thread = undefined;
    running = undefined;
    clearTimeout(stoppedQuery?.timer);
    void stopped?.worker.terminate();
    stoppedQuery?.reject(reason);
    // A thread that can't start must not be started for ever.
    if (stopped?.isReady && !isClosed) start();
    else for (const { reject } of queue.takeAll()) reject(reason);
  }

  function next(): void {
    if (running || isClosed) return;
    if (!queue.isEmpty() && !thread) start();
    if (!thread?.isReady) return;
    const waiting = queue.take();
    if (!waiting) return;
    const limitMs = limits.run.value;
    const number = ++count;
    const timer = setTimeout(() => replace(tookTooLong()), limitMs + limits.grace.value);
    running = { ...waiting, number, timer };
    thread.worker.postMessage({ ...waiting.question, number, limitMs } satisfies ThreadQuestion);
  }

  return {
    ask(caller: string, question: Question): Promise<Answer> {
      return new Promise((resolve, reject) => {
        if (queue.waitingOf(caller) >= limits.waitingOfOne.value) {
          reject(tooMany());
          return;
        }
        queue.add(caller, { question, resolve, reject });
        next();
      });
    },

    async close(): Promise<void> {
      isClosed = true;
      clearTimeout(running?.timer);
      running?.reject(stopping());
      for (const { reject } of queue.takeAll()) reject(stopping());
      await thread?.worker.terminate();
    },
  };
}

function refusal({ status, message, body }: { status: number; message: string; body: Record<string, unknown> }) {
  return new LakeError(status, message, body);
}

function tookTooLong(): LakeError {
  return queryError(`The query took longer than ${limits.run.value / 1000} seconds and was stopped.`);
}

function tooMany(): LakeError {
  return refused(
    `You are waiting for ${limits.waitingOfOne.value} large queries already. Ask again when one is answered.`,
  );
}

function stopping(): LakeError {
  return refused('The lake stops. Ask again in a moment.');
}

function refused(description: string): LakeError {
  return new LakeError(429, description, { error: { description, type: 'queryError' } }, { 'retry-after': '1' });
}
