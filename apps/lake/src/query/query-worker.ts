import { Worker } from 'node:worker_threads';
import { LakeError } from '../errors.ts';
import type { Grant } from '../plugin.ts';
import type { Project } from '../project.ts';
import type { ReadAccess } from './access.ts';
import type { Answer } from './answer.ts';
import { queryError } from './limits.ts';
import type { Perspective } from './perspective.ts';
import type { Query } from './run.ts';
import type { SourceMapWish } from './source-map.ts';

/** Longer than this no query runs; it stops itself where it can. */
const longestRunMs = 1_000;
/** A query that does not stop itself is stopped with its thread. */
const graceMs = 150;
/** A query that still waits for others by then is sent back, to be asked again in a moment. */
const longestWaitMs = 250;
/** From asking to being answered: who waited for a thread to start has less time to run. */
const longestInAllMs = 1_200;
/** With less time than this left by others, it is better asked again. */
const shortestRunMs = 300;
const mostWaiting = 200;
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

type Waiting = {
  question: Question;
  since: number;
  resolve(answer: Answer): void;
  reject(error: Error): void;
};

/** One thread for queries that may take long, one after the other, each stopped when its time is over. */
export type QueryWorker = ReturnType<typeof createQueryWorker>;

export function createQueryWorker(folder: string, project: Project) {
  const queue: Waiting[] = [];
  let thread: { worker: Worker; isReady: boolean } | undefined;
  let running: (Waiting & { number: number; timer: NodeJS.Timeout }) | undefined;
  let count = 0;
  let isClosed = false;
  let readySince = 0;

  function start(): void {
    const options: ThreadOptions = { folder, project };
    const worker = new Worker(new URL('./query-thread.mjs', import.meta.url), { workerData: options, resourceLimits });
    const started = { worker, isReady: false };
    thread = started;
    worker.unref();
    worker.on('message', (message: ThreadAnswer | 'ready') => {
      if (message !== 'ready') return finish(message);
      started.isReady = true;
      readySince = performance.now();
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
    // The next thread takes a while to start, which is not for those who have waited already.
    sendBackLate();
    // A thread that can't start must not be started for ever.
    if (stopped?.isReady && !isClosed) start();
    else for (const { reject } of queue.splice(0)) reject(reason);
  }

  function next(): void {
    if (running || isClosed) return;
    if (queue.length > 0 && !thread) start();
    if (!thread?.isReady) return;
    const waiting = queue.shift();
    if (!waiting) return;
    const limitMs = timeFor(waiting);
    if (hasWaitedForOthers(waiting) || limitMs < shortestRunMs) {
      waiting.reject(busy());
      next();
      return;
    }
    const number = ++count;
    const timer = setTimeout(() => replace(tookTooLong()), limitMs + graceMs);
    running = { ...waiting, number, timer };
    thread.worker.postMessage({ ...waiting.question, number, limitMs } satisfies ThreadQuestion);
    if (queue.length > 0) sendBackSoon();
  }

  /** Not when the others are done: whoever has to ask again had better know at once. */
  function sendBackSoon(): void {
    setTimeout(() => {
      if (running) sendBackLate();
    }, longestWaitMs + 1).unref();
  }

  function sendBackLate(): void {
    const late = queue.filter(hasWaitedForOthers);
    queue.splice(0, queue.length, ...queue.filter((waiting) => !late.includes(waiting)));
    for (const { reject } of late) reject(busy());
  }

  /** The time in which a thread starts is nobody's fault. */
  function hasWaitedForOthers({ since }: Waiting): boolean {
    return performance.now() - Math.max(since, readySince) > longestWaitMs;
  }

  function timeFor({ since }: Waiting): number {
    const left = Math.min(longestRunMs, Math.floor(longestInAllMs - graceMs - (performance.now() - since)));
    // Whoever waited for nothing but a thread's start is not sent back for it: on a slow machine that would go on.
    return since < readySince ? Math.max(left, shortestRunMs) : left;
  }

  return {
    ask(question: Question): Promise<Answer> {
      return new Promise((resolve, reject) => {
        if (queue.length >= mostWaiting) {
          reject(busy());
          return;
        }
        queue.push({ question, since: performance.now(), resolve, reject });
        if (running) sendBackSoon();
        else next();
      });
    },

    async close(): Promise<void> {
      isClosed = true;
      clearTimeout(running?.timer);
      running?.reject(busy());
      for (const { reject } of queue.splice(0)) reject(busy());
      await thread?.worker.terminate();
    },
  };
}

function refusal({ status, message, body }: { status: number; message: string; body: Record<string, unknown> }) {
  return new LakeError(status, message, body);
}

function tookTooLong(): LakeError {
  return queryError(`The query took longer than ${longestRunMs / 1000} seconds and was stopped.`);
}

function busy(): LakeError {
  const description = 'The lake is busy with other large queries. Ask again in a moment.';
  return new LakeError(429, description, { error: { description, type: 'queryError' } });
}
