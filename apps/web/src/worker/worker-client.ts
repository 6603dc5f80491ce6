import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

const responseShape = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
});

type Pending = { resolve(result: unknown): void; reject(cause: Error): void };

export type WorkerClient = ReturnType<typeof createWorkerClient>;

/**
 * Calls a worker thread, which does work that would block the event loop. The thread starts with the first call, and again
 * with the first call after it died.
 *
 * @see serveCalls for the other side
 * @param file relative to `src`: Next bundles this module, so that `import.meta` says nothing about other files
 * @param data the thread's `workerData`
 */
export function createWorkerClient(file: string, data: unknown = undefined) {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let current: Worker | undefined;

  return {
    /** Rejects with the name and message of the thread's error: classes can't be sent between threads. */
    call(request: unknown): Promise<unknown> {
      current ??= start();
      const worker = current;
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        worker.postMessage({ id, request });
      });
    },

    async close(): Promise<void> {
      await current?.terminate();
    },
  };

  function start(): Worker {
    // Otherwise Turbopack would bundle every file of `src` that the path could match, tests included.
    const path = join(/* turbopackIgnore: true */ process.cwd(), 'src', file);
    const worker = new Worker(/* turbopackIgnore: true */ path, { workerData: data });
    // An idle thread must not keep the process alive.
    worker.unref();
    worker.on('message', settle);
    worker.on('error', (cause: Error) => rejectAll(worker, cause));
    worker.on('exit', () => rejectAll(worker, new Error(`The thread ${file} ended.`)));
    return worker;
  }

  function settle(message: unknown): void {
    const { id, result, error } = responseShape.parse(message);
    const call = pending.get(id);
    pending.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(Object.assign(new Error(error.message), { name: error.name }));
  }

  function rejectAll(worker: Worker, cause: Error): void {
    if (worker !== current) return;
    current = undefined;
    for (const { reject } of pending.values()) reject(cause);
    pending.clear();
  }
}
