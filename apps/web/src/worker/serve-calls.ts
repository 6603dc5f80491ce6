import { parentPort } from 'node:worker_threads';
import { z } from 'zod';

const requestShape = z.object({ id: z.number(), request: z.unknown() });

/** In a worker thread: handles the calls of `createWorkerClient`. */
export function serveCalls(handle: (request: unknown) => unknown): void {
  parentPort?.on('message', async (message) => {
    const { id, request } = requestShape.parse(message);
    try {
      parentPort?.postMessage({ id, result: await handle(request) });
    } catch (cause) {
      const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
      parentPort?.postMessage({ id, error: { name, message } });
    }
  });
}
