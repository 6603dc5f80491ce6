import { reportFailure } from '../background.ts';
import type { Project } from '../project.ts';
import type { Attempt, Delivery, DeliveryQueue } from './delivery-queue.ts';
import type { Hook } from './hook.ts';
import { webhookLimits } from './limits.ts';
import { send } from './send.ts';

const concurrent = webhookLimits.concurrent.value;
/** Other processes, such as an import, enqueue deliveries without waking this one. */
const pollMs = 2_000;
const initialBackoffMs = 1_000;
const maxBackoffMs = webhookLimits.maxBackoff.value;
/**
 * If the database can't be written to, attempts can't be recorded: without a pause, messages would be sent in a loop.
 */
const databaseRetryMs = 5_000;

/** Sends queued deliveries, and retries failed ones with exponential backoff. */
export type Dispatcher = {
  wake(): void;
  /**
   * Resolves when the deliveries about these documents have been attempted, for hooks that delay writers, or on
   * timeout.
   */
  waitUntilAttempted(documentIds: readonly string[], timeoutMs: number): Promise<void>;
  close(): Promise<void>;
};

type InFlight = { hook: Hook; done: Promise<void> };

export function startDispatcher(
  queue: DeliveryQueue,
  hooks: () => ReadonlyMap<string, Hook>,
  project: Project,
): Dispatcher {
  const inFlight = new Map<number, InFlight>();
  /** Hooks whose last attempt got no response. */
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
    // Deliveries in flight are still due in the database, and come first.
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
    // Aborted by the shutdown: the delivery stays due for the next start.
    if (shutdown.signal.aborted && attempt.failure) return;
    queue.recordAttempt(delivery, attempt, nextAttemptAt(hook, delivery, attempt));
    if (gotNoResponse(attempt)) unreachable.add(hook.id);
    // The receiver responds again: retry all its postponed deliveries now.
    else if (unreachable.delete(hook.id)) queue.makeDueNow(hook.id);
  }

  function sleepUntilNext(): void {
    clearTimeout(timer);
    const now = Date.now();
    const next = queue.nextAttemptAt(now) ?? Number.POSITIVE_INFINITY;
    timer = setTimeout(wake, Math.max(0, Math.min(next - now, pollMs))).unref();
  }

  return {
    wake,
    async waitUntilAttempted(documentIds, timeoutMs) {
      const deadline = AbortSignal.timeout(timeoutMs);
      const timedOut = new Promise<void>((resolve) => deadline.addEventListener('abort', () => resolve()));
      const awaited = [...hooks().values()].filter(({ delaysWriter }) => delaysWriter).map(({ id }) => id);
      const left = awaited.flatMap((hook) => documentIds.map((documentId) => ({ hook, documentId })));
      // The newest documents are sent first, so the last of the list are done first.
      for (let last = left.at(-1); last !== undefined && !deadline.aborted; last = left.at(-1)) {
        if (!queue.isDue(last.hook, last.documentId, Date.now())) left.pop();
        else await Promise.race([...[...inFlight.values()].map(({ done }) => done), timedOut]);
      }
    },
    async close() {
      clearTimeout(timer);
      shutdown.abort();
      await Promise.all([...inFlight.values()].map(({ done }) => done));
    },
  };
}

/** Undefined if it was delivered, refused, or retried for long enough. */
function nextAttemptAt({ retryPolicy }: Hook, delivery: Delivery, attempt: Attempt): number | undefined {
  if (!attempt.failure || isFinalStatus(attempt.resultCode, retryPolicy.retriedStatuses)) return undefined;
  const next = Date.now() + Math.min(maxBackoffMs, initialBackoffMs * 2 ** Math.min(delivery.attempts, 20));
  return next - delivery.firstAttemptAt <= retryPolicy.retryForMs ? next : undefined;
}

function gotNoResponse({ failure }: Attempt): boolean {
  return failure === 'network' || failure === 'timeout';
}

/** Redirects and most 4xx are final; after 5xx the receiver may recover. */
function isFinalStatus(status: number | undefined, retried: number[]): boolean {
  return status !== undefined && status >= 300 && status < 500 && !retried.includes(status);
}
