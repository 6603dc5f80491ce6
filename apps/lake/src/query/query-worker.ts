import type { ReadAccess } from '@bodytext/groq/access';
import type { Answer } from '@bodytext/groq/answer';
import type { Perspective } from '@bodytext/groq/perspective';
import type { Query } from '@bodytext/groq/query-scope';
import type { SourceMapOption } from '@bodytext/groq/source-map/source-paths';
import { LakeError } from '../errors.ts';
import { createFairQueue } from '../fairness/fair-queue.ts';
import { createShares } from '../fairness/shares.ts';
import type { Grant } from '../plugin.ts';
import type { Project } from '../project.ts';
import { queryLimits as limits } from './limits.ts';
import { createStoppableThread, type Job, type StoppableThread } from './stoppable-thread.ts';

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
  sourceMap: SourceMapOption | undefined;
};

export type ThreadQuestion = Question & { number: number; limitMs: number };

export type ThreadAnswer = { number: number } & (
  | { answer: Answer }
  | { refused: { status: number; message: string; body: Record<string, unknown> } }
  | { failed: string }
);

type Waiting = Job & { caller: string };

/**
 * Two threads for queries that may take long. Callers take turns; a query's time begins when a thread begins with it,
 * however long it has waited for others. The second is started when somebody waits for another's long query, and is for
 * those who have taken little lately: so they wait for nobody who takes much, and it is ended when nobody needs it.
 *
 * Who has taken much and is not alone is rate limited: after each query the next waits as long as that one took. Else
 * four connections that always have a query waiting keep one processor busy, of which a small machine has two.
 */
export type QueryWorker = ReturnType<typeof createQueryWorker>;

type Parts = ThreadOptions & {
  /** Whether nobody else has asked for anything lately. */
  isAlone(caller: string): boolean;
};

export function createQueryWorker({ folder, project, isAlone }: Parts) {
  const queue = createFairQueue<Waiting>();
  const taken = createShares();
  const usual = createStoppableThread({ folder, project }, { changed: next, failed: rejectAll });
  // Without it, all wait for the usual one.
  const second = createStoppableThread({ folder, project }, { changed: next, failed: () => undefined });
  const pausing = new Set<string>();
  let isClosed = false;
  let runsOnUsual: string | undefined;
  let later: NodeJS.Timeout | undefined;
  let idle: NodeJS.Timeout | undefined;

  function next(): void {
    if (isClosed || queue.isEmpty()) return;
    if (usual.state() === 'none') usual.start();
    if (usual.state() === 'free') runsOnUsual = run(usual, queue.take(mayGo));
    if (!queue.has(hasTakenLittle)) return;
    if (second.state() === 'free') run(second, queue.take(hasTakenLittle));
    else if (second.state() === 'none') later ??= setTimeout(startSecond, limits.secondThreadAfter.value);
  }

  function startSecond(): void {
    later = undefined;
    if (!isClosed && usual.state() === 'busy' && queue.has(hasTakenLittle)) second.start();
  }

  function hasTakenLittle(caller: string): boolean {
    return caller !== runsOnUsual && taken.usedBy(caller) < limits.littleTaken.value;
  }

  function mayGo(caller: string): boolean {
    return !pausing.has(caller);
  }

  function pauseAfter(caller: string, ms: number): void {
    if (taken.usedBy(caller) < limits.littleTaken.value || isAlone(caller)) return;
    pausing.add(caller);
    setTimeout(() => {
      pausing.delete(caller);
      next();
    }, ms).unref();
  }

  /** Gives whose it is. */
  function run(thread: StoppableThread, waiting: Waiting | undefined): string | undefined {
    if (!waiting) return undefined;
    const { caller, question, resolve, reject } = waiting;
    const began = performance.now();
    const note = (): void => {
      const ms = performance.now() - began;
      taken.charge(caller, ms);
      pauseAfter(caller, ms);
    };
    thread.run({
      question,
      resolve(answer) {
        note();
        resolve(answer);
      },
      reject(error) {
        note();
        reject(error);
      },
    });
    clearTimeout(idle);
    idle = setTimeout(() => second.state() === 'free' && second.stop(), limits.secondThreadIdle.value).unref();
    return caller;
  }

  function rejectAll(reason: Error): void {
    for (const { reject } of queue.takeAll()) reject(reason);
  }

  return {
    ask(caller: string, question: Question): Promise<Answer> {
      return new Promise((resolve, reject) => {
        if (queue.waitingOf(caller) >= limits.waitingOfOne.value) {
          reject(tooMany());
          return;
        }
        queue.add(caller, { caller, question, resolve, reject });
        next();
      });
    },

    async close(): Promise<void> {
      isClosed = true;
      clearTimeout(later);
      clearTimeout(idle);
      rejectAll(stopping());
      await Promise.all([usual.stop(stopping()), second.stop(stopping())]);
    },
  };
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
