import { reportFailure } from '../background.ts';
import type { Project } from '../project.ts';
import type { Hook } from './hook.ts';
import { webhookLimits } from './limits.ts';
import type { Attempt, Delivery, DeliveryQueue } from './delivery-queue.ts';
import { send } from './send.ts';

const concurrent = webhookLimits.concurrent.value;
/** An import at the command line puts things in the outbox too, without a word to this process. */
const pollMs = 2_000;
const initialBackoffMs = 1_000;
const maxBackoffMs = webhookLimits.maxBackoff.value;
/** When the database can't be written to, everything would be sent again and again, and nothing noted. */
const databaseRetryMs = 5_000;

/** Sends what is in the outbox, at once when something is put there, later again when it could not be delivered. */
export type Dispatcher = {
  wake(): void;
  /**
   * Resolves when what was to be told about these documents has been tried on every hook that writers wait for, or
   * after so long.
   */
  waitUntilAttempted(documentIds: readonly string[], patienceMs: number): Promise<void>;
  close(): Promise<void>;
};

type InFlight = { hook: Hook; done: Promise<void> };

export function startDispatcher(queue: DeliveryQueue, hooks: () => ReadonlyMap<string, Hook>, project: Project): Dispatcher {
  const inFlight = new Map<number, InFlight>();
  /** Hooks that nobody answered for the last time. */
  const unreachable = new Set<string>();
  const shutdown = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let pausedUntil = 0;

  function wake(): void {
    if (shutdown.signal.aborted) return;
    try {
      if (Date.now() >= pausedUntil) startAll();
      sleepUntilNext();
    } catch (error) {
      retryLater(error);
    }
  }

  function retryLater(error: unknown): void {
    reportFailure('Telling webhooks', error);
    pausedUntil = Date.now() + databaseRetryMs;
    clearTimeout(timer);
    timer = setTimeout(wake, databaseRetryMs).unref();
  }

  function startAll(): void {
    const known = hooks();
    for (const id of queue.waitingHooks()) {
      const hook = known.get(id);
      if (hook) startDue(hook);
      else queue.cancel(id);
    }
  }

  function startDue(hook: Hook): void {
    const busy = [...inFlight.values()].filter((other) => other.hook.id === hook.id).length;
    // Those under way are still due in the database, and come first.
    const due = queue.due(hook.id, Date.now(), concurrent + busy).filter(({ rowid }) => !inFlight.has(rowid));
    for (const delivery of due.slice(0, concurrent - busy)) start(hook, delivery);
  }

  function start(hook: Hook, delivery: Delivery): void {
    const done = deliver(hook, delivery)
      .catch(retryLater)
      .finally(() => {
        inFlight.delete(delivery.rowid);
        if (Date.now() >= pausedUntil) wake();
      });
    inFlight.set(delivery.rowid, { hook, done });
  }

  async function deliver(hook: Hook, delivery: Delivery): Promise<void> {
    const attempt = await send(hook, delivery, project, shutdown.signal);
    // Interrupted by the lake's end: it stays due for the next start.
    if (shutdown.signal.aborted && attempt.failure) return;
    queue.recordAttempt(delivery, attempt, nextAttemptAt(hook, delivery, attempt));
    if (gotNoAnswer(attempt)) unreachable.add(hook.id);
    // A refusal says something of that one document, but an answer after a silence that everything can be sent.
    else if (unreachable.delete(hook.id)) queue.hasten(hook.id);
  }

  function sleepUntilNext(): void {
    clearTimeout(timer);
    const now = Date.now();
    const next = queue.nextAttemptAt(now) ?? Number.POSITIVE_INFINITY;
    timer = setTimeout(wake, Math.max(0, Math.min(next - now, pollMs))).unref();
  }

  return {
    wake,
    async waitUntilAttempted(documentIds, patienceMs) {
      const deadline = AbortSignal.timeout(patienceMs);
      const timeIsUp = new Promise<void>((resolve) => deadline.addEventListener('abort', () => resolve()));
      const awaited = [...hooks().values()].filter(({ delaysWriter: isAwaited }) => isAwaited).map(({ id }) => id);
      const left = awaited.flatMap((hook) => documentIds.map((documentId) => ({ hook, documentId })));
      // The newest are sent first, so those at the end are the first of which nothing is left.
      for (let last = left.at(-1); last !== undefined && !deadline.aborted; last = left.at(-1)) {
        if (!queue.isDue(last.hook, last.documentId, Date.now())) left.pop();
        else await Promise.race([...[...inFlight.values()].map(({ done }) => done), timeIsUp]);
      }
    },
    async close() {
      clearTimeout(timer);
      shutdown.abort();
      await Promise.all([...inFlight.values()].map(({ done }) => done));
    },
  };
}

/** Undefined where it was delivered, refused for good, or tried for long enough. */
function nextAttemptAt({ retryPolicy: persistence }: Hook, delivery: Delivery, attempt: Attempt): number | undefined {
  if (!attempt.failure || isFinalStatus(attempt.resultCode, persistence.retriedStatuses)) return undefined;
  const next = Date.now() + Math.min(maxBackoffMs, initialBackoffMs * 2 ** Math.min(delivery.attempts, 20));
  return next - delivery.firstAttemptAt <= persistence.retryForMs ? next : undefined;
}

function gotNoAnswer({ failure }: Attempt): boolean {
  return failure === 'network' || failure === 'timeout';
}

/** A refusal will be one tomorrow as well, and so will a redirect; a busy or failing server may recover. */
function isFinalStatus(status: number | undefined, retried: number[]): boolean {
  return status !== undefined && status >= 300 && status < 500 && !retried.includes(status);
}
