import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { NamedQuery } from './named-queries.ts';

/** A query that reads every document for every document takes groq-js hours. */
const longestMs = 60_000;
const milliseconds = z.tuple([z.number()]);

/** Plain groq-js over an array of so many documents, in a thread of its own, which can be stopped. */
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
    /** Milliseconds; where it does not end, the time after which it was stopped: it takes at least as long. */
    async timeOf({ query, params = {} }: NamedQuery): Promise<number> {
      const asked = await ready();
      const stop = AbortSignal.timeout(longestMs);
      const answer = once(asked, 'message', { signal: stop });
      asked.postMessage({ query, params });
      try {
        const [time] = milliseconds.parse(await answer);
        return time;
      } catch (error) {
        if (!stop.aborted) throw error;
        console.error(`    groq-js was stopped after ${longestMs / 1000} s.`);
        await close();
        return longestMs;
      }
    },
    close,
  };
}
