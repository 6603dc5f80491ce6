import { parentPort } from 'node:worker_threads';
import { z } from 'zod';

const questionShape = z.object({ number: z.number(), question: z.unknown() });

/** In a thread: answers each question that `Thread` asks. */
export function answerEach(answer: (question: unknown) => unknown): void {
  parentPort?.on('message', async (message) => {
    const { number, question } = questionShape.parse(message);
    try {
      parentPort?.postMessage({ number, answer: await answer(question) });
    } catch (cause) {
      const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
      parentPort?.postMessage({ number, problem: { name, message } });
    }
  });
}
