import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { httpError } from '../errors.ts';
import { type ImageJob, imageAnswer } from './image-job.ts';
import { createImageQueue, type QueueEntry } from './image-queue.ts';
import { imageWorkLimits as limits } from './limits.ts';

const imageProcess = new URL('./image-process.ts', import.meta.url);
const mostMsOfJob = 60_000;
const idleMs = 30_000;
/** What the process may see of the environment; there are secrets in the rest. */
const passedOn = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'SystemRoot', 'TEMP', 'FONTCONFIG_PATH', 'FONTCONFIG_FILE'];

/** An image that could not be worked on: broken, or made to be. Its message is for whoever sent or asked for it. */
export class ImageFailure extends Error {
  override readonly name = 'ImageFailure';
}

/** What the library says of a failure is for the log: it names files of this machine. */
const told: [said: RegExp, sentence: string][] = [
  [/pixel limit/, 'It unpacks to more pixels than may be decoded: 100 million, all frames together.'],
  [/timeout/i, 'It takes too long to decode.'],
  [/unsupported image format|not one that browsers show/, 'Its bytes are in none of the formats read here.'],
];
const brokenFile = 'Its bytes do not keep the rules of their format.';
const tooMuch = 'It takes too much time or memory to decode.';

type Waiting = QueueEntry & { job: ImageJob; resolve(value: unknown): void; reject(error: Error): void };
type Worker = { child: ChildProcess; current: Waiting | undefined; patience: NodeJS.Timeout | undefined };

/** Runs work on images in a few processes of its own, started when first needed and ended when nobody needs them. */
export type ImagePool = ReturnType<typeof createImagePool>;

export function createImagePool({ program = imageProcess, mostMs = mostMsOfJob } = {}) {
  const waiting = createImageQueue<Waiting>();
  const workers = new Set<Worker>();
  let isClosed = false;

  function start(): Worker {
    const env = Object.fromEntries(passedOn.map((name) => [name, process.env[name]]));
    const child = fork(fileURLToPath(program), {
      env,
      execArgv: ['--no-warnings'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const worker: Worker = { child, current: undefined, patience: undefined };
    workers.add(worker);
    child.on('message', (message) => finish(worker, (waited) => settle(waited, message)));
    child.once('error', (error) => lose(worker, error.message));
    child.once('exit', () => lose(worker, tooMuch));
    return worker;
  }

  function finish(worker: Worker, settleIt: (waited: Waiting) => void): void {
    const { current } = worker;
    clearTimeout(worker.patience);
    worker.current = undefined;
    if (current) settleIt(current);
    next();
  }

  function lose(worker: Worker, reason: string): void {
    workers.delete(worker);
    finish(worker, ({ reject }) => reject(new ImageFailure(reason)));
  }

  function give(worker: Worker, waited: Waiting): void {
    clearTimeout(worker.patience);
    worker.current = waited;
    worker.patience = setTimeout(() => worker.child.kill('SIGKILL'), mostMs);
    hold(worker, true);
    worker.child.send(waited.job, (error) => {
      if (error) lose(worker, error.message);
    });
  }

  function next(): void {
    const free = [...workers].filter(({ current }) => !current);
    while (!isClosed && (free.length > 0 || workers.size < limits.processes.value)) {
      const waited = waiting.take({ mayBeLarge: mayBeLarge() });
      if (!waited) break;
      give(free.pop() ?? start(), waited);
    }
    for (const worker of free) rest(worker);
  }

  function mayBeLarge(): boolean {
    const running = [...workers].filter(({ current }) => current?.isLarge);
    return running.length < limits.largeAtOnce.value;
  }

  /** A process without work doesn't keep this one from ending. */
  function rest(worker: Worker): void {
    clearTimeout(worker.patience);
    worker.patience = setTimeout(() => end(worker), idleMs).unref();
    hold(worker, false);
  }

  function end(worker: Worker): void {
    clearTimeout(worker.patience);
    workers.delete(worker);
    worker.child.kill('SIGKILL');
  }

  return {
    /** @throws ImageFailure with a sentence on what is wrong with the image, or where the caller waits for too many */
    run(job: ImageJob, entry: QueueEntry): Promise<unknown> {
      return new Promise((resolve, reject) => {
        waiting.add({ ...entry, job, resolve, reject });
        next();
      });
    },
    close(): void {
      isClosed = true;
      for (const { reject } of waiting.takeAll()) reject(stopping());
      for (const worker of [...workers]) end(worker);
    },
  };
}

function settle({ resolve, reject }: Waiting, message: unknown): void {
  const { data: answer = { failed: '' } } = imageAnswer.safeParse(message);
  if ('done' in answer) resolve(answer.done);
  // The one failure that is not the image's fault; said as the file system says it, the lake knows what to answer.
  else if (/no space left|quota exceeded/i.test(answer.failed)) reject(noRoom(answer.failed));
  else reject(new ImageFailure(sentenceOf(answer)));
}

/** The lake's own sentences are passed on as they are. */
function sentenceOf({ failed, isOurs }: { failed: string; isOurs?: boolean | undefined }): string {
  return isOurs ? failed : (told.find(([said]) => said.test(failed))?.[1] ?? brokenFile);
}

function noRoom(message: string): Error {
  return Object.assign(new Error(message), { code: 'ENOSPC' });
}

function hold({ child }: Worker, isBusy: boolean): void {
  if (isBusy) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

function stopping(): Error {
  return httpError(503, 'Service Unavailable', 'The lake stops; ask again in a moment.');
}
