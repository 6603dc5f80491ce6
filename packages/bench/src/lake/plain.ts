import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { NamedQuery } from './named-queries.ts';

/** groq-js takes hours for a query that is quadratic in the documents. */
const timeoutMs = 60_000;
const milliseconds = z.tuple([z.number()]);

/** Plain groq-js over an array of so many documents, in a worker thread, which can be terminated at the timeout. */
export function openPlain(size: number) {
  let thread: Worker | undefined;

  async function close(): Promise<void> {
    await thread?.terminate();
    thread = undefined;
  }

  async function ready(): Promise<Worker> {
    if (thread) return thread;
    thread = new Worker(new URL('./plain-thread.ts', import.meta.url), { workerData: size });
    await once(thread, 'message');
    return thread;
  }

  return {
    /** Milliseconds; after a timeout the timeout itself, a lower bound. */
    async timeOf({ query, params = {} }: NamedQuery): Promise<number> {
      const worker = await ready();
      const stop = AbortSignal.timeout(timeoutMs);
      const answer = once(worker, 'message', { signal: stop });
      worker.postMessage({ query, params });
      try {
        const [time] = milliseconds.parse(await answer);
        return time;
      } catch (error) {
        if (!stop.aborted) throw error;
        console.error(`    groq-js was stopped after ${timeoutMs / 1000} s.`);
        await close();
        return timeoutMs;
      }
    },
    close,
  };
}
