import { reportFailure } from '../background.ts';
import type { Project } from '../project.ts';
import type { Hook } from './hook.ts';
import { webhookLimits } from './limits.ts';
import type { Attempt, Delivery, Outbox } from './delivery-queue.ts';
import { send } from './send.ts';

const atOnce = webhookLimits.atOnce.value;
/** An import at the command line puts things in the outbox too, without a word to this process. */
const lookEveryMs = 2_000;
const firstRetryMs = 1_000;
const longestRetryMs = webhookLimits.retry.value;
/** When the database can't be written to, everything would be sent again and again, and nothing noted. */
const pauseMs = 5_000;

/** Sends what is in the outbox, at once when something is put there, later again when it could not be delivered. */
export type Dispatcher = {
  wake(): void;
  /**
   * Resolves when what was to be told about these documents has been tried on every hook that writers wait for, or
   * after so long.
   */
  settled(documentIds: readonly string[], patienceMs: number): Promise<void>;
  close(): Promise<void>;
};

type Running = { hook: Hook; done: Promise<void> };

export function startDispatcher(outbox: Outbox, hooks: () => ReadonlyMap<string, Hook>, project: Project): Dispatcher {
  const running = new Map<number, Running>();
  /** Hooks that nobody answered for the last time. */
  const silent = new Set<string>();
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let pausedUntil = 0;

  function wake(): void {
    if (stopping.signal.aborted) return;
    try {
      if (Date.now() >= pausedUntil) startAll();
      sleepUntilNext();
    } catch (error) {
      pause(error);
    }
  }

  function pause(error: unknown): void {
    reportFailure('Telling webhooks', error);
    pausedUntil = Date.now() + pauseMs;
    clearTimeout(timer);
    timer = setTimeout(wake, pauseMs).unref();
  }

  function startAll(): void {
    const known = hooks();
    for (const id of outbox.waitingHooks()) {
      const hook = known.get(id);
      if (hook) startDue(hook);
      else outbox.cancel(id);
    }
  }

  function startDue(hook: Hook): void {
    const busy = [...running.values()].filter((other) => other.hook.id === hook.id).length;
    // Those under way are still due in the database, and come first.
    const due = outbox.due(hook.id, Date.now(), atOnce + busy).filter(({ rowid }) => !running.has(rowid));
    for (const delivery of due.slice(0, atOnce - busy)) start(hook, delivery);
  }

  function start(hook: Hook, delivery: Delivery): void {
    const done = deliver(hook, delivery)
      .catch(pause)
      .finally(() => {
        running.delete(delivery.rowid);
        if (Date.now() >= pausedUntil) wake();
      });
    running.set(delivery.rowid, { hook, done });
  }

  async function deliver(hook: Hook, delivery: Delivery): Promise<void> {
    const attempt = await send(hook, delivery, project, stopping.signal);
    // Interrupted by the lake's end: it stays due for the next start.
    if (stopping.signal.aborted && attempt.failure) return;
    outbox.attempted(delivery, attempt, nextAttemptAt(hook, delivery, attempt));
    if (isSilence(attempt)) silent.add(hook.id);
    // A refusal says something of that one document, but an answer after a silence that everything can be sent.
    else if (silent.delete(hook.id)) outbox.hasten(hook.id);
  }

  function sleepUntilNext(): void {
    clearTimeout(timer);
    const now = Date.now();
    const next = outbox.nextAttemptAt(now) ?? Number.POSITIVE_INFINITY;
    timer = setTimeout(wake, Math.max(0, Math.min(next - now, lookEveryMs))).unref();
  }

  return {
    wake,
    async settled(documentIds, patienceMs) {
      const deadline = AbortSignal.timeout(patienceMs);
      const timeIsUp = new Promise<void>((resolve) => deadline.addEventListener('abort', () => resolve()));
      const awaited = [...hooks().values()].filter(({ isAwaited }) => isAwaited).map(({ id }) => id);
      const left = awaited.flatMap((hook) => documentIds.map((documentId) => ({ hook, documentId })));
      // The newest are sent first, so those at the end are the first of which nothing is left.
      for (let last = left.at(-1); last !== undefined && !deadline.aborted; last = left.at(-1)) {
        if (!outbox.isDue(last.hook, last.documentId, Date.now())) left.pop();
        else await Promise.race([...[...running.values()].map(({ done }) => done), timeIsUp]);
      }
    },
    async close() {
      clearTimeout(timer);
      stopping.abort();
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

/** Undefined where it was delivered, refused for good, or tried for long enough. */
function nextAttemptAt({ persistence }: Hook, delivery: Delivery, attempt: Attempt): number | undefined {
  if (!attempt.failure || isRefusal(attempt.resultCode, persistence.retriedRefusals)) return undefined;
  const next = Date.now() + Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(delivery.attempts, 20));
  return next - delivery.firstAttemptAt <= persistence.retryForMs ? next : undefined;
}

function isSilence({ failure }: Attempt): boolean {
  return failure === 'network' || failure === 'timeout';
}

/** A refusal will be one tomorrow as well, and so will a redirect; a busy or failing server may recover. */
function isRefusal(status: number | undefined, retried: number[]): boolean {
  return status !== undefined && status >= 300 && status < 500 && !retried.includes(status);
}
