import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { httpError } from '../errors.ts';
import { type ImageJob, imageAnswer } from './image-job.ts';
import { createImageQueue, type QueueEntry } from './image-queue.ts';
import { imageWorkLimits as limits } from './limits.ts';

const imageProcess = new URL('./image-process.ts', import.meta.url);
const idleMs = limits.idle.value;
/** An allowlist: the other environment variables hold secrets. */
const passedVariables = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'SystemRoot', 'TEMP', 'FONTCONFIG_PATH', 'FONTCONFIG_FILE'];

/** An image that could not be processed, because it is damaged or malicious. The message is for the client. */
export class ImageFailure extends Error {
  override readonly name = 'ImageFailure';
}

/** Messages for clients: those of libvips contain paths of this machine. */
const messages: [fromLibrary: RegExp, forClient: string][] = [
  [/pixel limit/, 'It unpacks to more pixels than may be decoded: 100 million, all frames together.'],
  [/timeout/i, 'It takes too long to decode.'],
  [/unsupported image format|not one that browsers show/, 'Its bytes are in none of the formats read here.'],
];
const brokenFile = 'Its bytes do not keep the rules of their format.';
const tooMuch = 'It takes too much time or memory to decode.';

type QueuedJob = QueueEntry & { job: ImageJob; resolve(value: unknown): void; reject(error: Error): void };
/** `timer`: kills the process when a job takes too long, or ends it when it is idle. */
type Worker = { child: ChildProcess; current: QueuedJob | undefined; timer: NodeJS.Timeout | undefined };

/** A pool of child processes for image jobs, started on demand and ended when idle. */
export type ImagePool = ReturnType<typeof createImagePool>;

export function createImagePool({ program = imageProcess, mostMs = limits.job.value } = {}) {
  const queue = createImageQueue<QueuedJob>();
  const workers = new Set<Worker>();
  let isClosed = false;

  function start(): Worker {
    const env = Object.fromEntries(passedVariables.map((name) => [name, process.env[name]]));
    const child = fork(fileURLToPath(program), {
      env,
      execArgv: ['--no-warnings'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const worker: Worker = { child, current: undefined, timer: undefined };
    workers.add(worker);
    child.on('message', (message) => finish(worker, (queued) => settle(queued, message)));
    child.once('error', (error) => onExit(worker, error.message));
    child.once('exit', () => onExit(worker, tooMuch));
    return worker;
  }

  function finish(worker: Worker, settleJob: (queued: QueuedJob) => void): void {
    const { current } = worker;
    clearTimeout(worker.timer);
    worker.current = undefined;
    if (current) settleJob(current);
    next();
  }

  function onExit(worker: Worker, reason: string): void {
    workers.delete(worker);
    finish(worker, ({ reject }) => reject(new ImageFailure(reason)));
  }

  function assign(worker: Worker, queued: QueuedJob): void {
    clearTimeout(worker.timer);
    worker.current = queued;
    worker.timer = setTimeout(() => worker.child.kill('SIGKILL'), mostMs);
    setRef(worker, true);
    worker.child.send(queued.job, (error) => {
      if (error) onExit(worker, error.message);
    });
  }

  function next(): void {
    const free = [...workers].filter(({ current }) => !current);
    while (!isClosed && (free.length > 0 || workers.size < limits.processes.value)) {
      const queued = queue.take({ mayBeLarge: mayBeLarge() });
      if (!queued) break;
      assign(free.pop() ?? start(), queued);
    }
    for (const worker of free) idle(worker);
  }

  function mayBeLarge(): boolean {
    const running = [...workers].filter(({ current }) => current?.isLarge);
    return running.length < limits.largeAtOnce.value;
  }

  /** An idle child process does not keep this process alive. */
  function idle(worker: Worker): void {
    clearTimeout(worker.timer);
    worker.timer = setTimeout(() => end(worker), idleMs).unref();
    setRef(worker, false);
  }

  function end(worker: Worker): void {
    clearTimeout(worker.timer);
    workers.delete(worker);
    worker.child.kill('SIGKILL');
  }

  return {
    /** @throws ImageFailure for a damaged image, or a 429 where the caller has too many jobs queued */
    run(job: ImageJob, entry: QueueEntry): Promise<unknown> {
      return new Promise((resolve, reject) => {
        queue.add({ ...entry, job, resolve, reject });
        next();
      });
    },
    close(): void {
      isClosed = true;
      for (const { reject } of queue.takeAll()) reject(stopping());
      for (const worker of [...workers]) end(worker);
    },
  };
}

function settle({ resolve, reject }: QueuedJob, message: unknown): void {
  const { data: answer = { failed: '' } } = imageAnswer.safeParse(message);
  if ('done' in answer) resolve(answer.done);
  // A full disk is not the image's fault: with the file system's error code, it is answered with 507.
  else if (/no space left|quota exceeded/i.test(answer.failed)) reject(noRoom(answer.failed));
  else reject(new ImageFailure(messageFor(answer)));
}

/** The lake's own messages are passed on unchanged. */
function messageFor({ failed, isOurs }: { failed: string; isOurs?: boolean | undefined }): string {
  return isOurs ? failed : (messages.find(([fromLibrary]) => fromLibrary.test(failed))?.[1] ?? brokenFile);
}

function noRoom(message: string): Error {
  return Object.assign(new Error(message), { code: 'ENOSPC' });
}

function setRef({ child }: Worker, isBusy: boolean): void {
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
