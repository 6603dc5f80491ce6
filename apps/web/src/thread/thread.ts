import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

const answerShape = z.object({
  number: z.number(),
  answer: z.unknown().optional(),
  problem: z.object({ name: z.string(), message: z.string() }).optional(),
});

type Asked = { resolve(answer: unknown): void; reject(cause: Error): void };

/**
 * A thread for work that would keep everybody waiting: it answers one question after the other. It starts when it is
 * first asked, and again after it has died.
 *
 * @see answerEach for its other side
 */
export class Thread {
  readonly #file: string;
  readonly #data: unknown;
  readonly #asked = new Map<number, Asked>();
  #count = 0;
  #worker: Worker | undefined;

  /**
   * @param file below `src`: Next bundles this module, so that its own address says nothing of where others are
   * @param data given to the thread when it starts
   */
  constructor(file: string, data: unknown = undefined) {
    this.#file = file;
    this.#data = data;
  }

  /** What the thread answers. It throws what the thread throws, by its name: classes don't pass between threads. */
  ask(question: unknown): Promise<unknown> {
    this.#worker ??= this.#start();
    this.#count += 1;
    const number = this.#count;
    return new Promise((resolve, reject) => {
      this.#asked.set(number, { resolve, reject });
      this.#worker?.postMessage({ number, question });
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    // Bundled, it would be every file of `src` that the name could mean, tests too.
    const path = join(/* turbopackIgnore: true */ process.cwd(), 'src', this.#file);
    const worker = new Worker(/* turbopackIgnore: true */ path, { workerData: this.#data });
    // The server keeps the program running, not its threads.
    worker.unref();
    worker.on('message', (message) => this.#settle(message));
    worker.on('error', (cause: Error) => this.#end(worker, cause));
    worker.on('exit', () => this.#end(worker, new Error(`The thread ${this.#file} ended.`)));
    return worker;
  }

  #settle(message: unknown): void {
    const { number, answer, problem } = answerShape.parse(message);
    const asked = this.#asked.get(number);
    this.#asked.delete(number);
    if (problem === undefined) asked?.resolve(answer);
    else asked?.reject(Object.assign(new Error(problem.message), { name: problem.name }));
  }

  #end(worker: Worker, cause: Error): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#asked.values()) reject(cause);
    this.#asked.clear();
  }
}
