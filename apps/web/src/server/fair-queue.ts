import { setTimeout as pause } from 'node:timers/promises';

/** A client, or several that can't be told apart: tasks share the queue fairly between callers. */
export type Caller = {
  /** The caller's virtual time: the milliseconds it was served, but never behind the queue's virtual time. */
  virtualTime: number;
  /** How many of its requests are queued or running. */
  pending: number;
  /** Since when it has had none. */
  idleSince: number;
  /** Breaks ties: of two callers with the same virtual time, the one seen first is served first. */
  readonly order: number;
};

let callersSeen = 0;

/** @param idleSince now, by the queue's clock */
export function newCaller(idleSince = performance.now()): Caller {
  callersSeen += 1;
  return { virtualTime: 0, pending: 0, idleSince, order: callersSeen };
}

type Queued = { caller: Caller; start: (isTurn: boolean) => void };

type Options = {
  /** How many tasks run at once. */
  concurrency: number;
  /** How many wait; of more, the one that would run last is rejected. */
  maxQueued: number;
  /**
   * After so many milliseconds a task gives its slot to the next, while it goes on: it is waiting for something else, such
   * as the lake or a slow client.
   */
  slotMs: number;
  /** A clock in milliseconds. */
  now?: () => number;
};

/** The cost charged for a task until it ends. */
const estimatedCostMs = 5;
/**
 * How much of its virtual time a caller loses per millisecond without requests. Otherwise callers that are new with each
 * request, such as one connection per request, would always go before the others.
 */
const idleDecay = 0.5;

/**
 * Runs a few tasks at once, and queues the others by start-time fair queueing, with the time that a task takes as its
 * cost. So a caller with a thousand requests waits behind its own, and another caller's one request is next.
 *
 * @see https://doi.org/10.1145/248157.248171
 */
export function createFairQueue({ concurrency, maxQueued, slotMs, now = () => performance.now() }: Options) {
  const queue = new Set<Queued>();
  let running = 0;
  /** The queue's virtual time: that of the caller served last. New callers start here, and idle ones save up nothing. */
  let virtualTime = 0;

  return {
    /**
     * Runs the task when it is the caller's turn. False if it did not run, because the queue is full or the signal aborted.
     *
     * @param signal aborts the wait when the client has disconnected
     */
    async run(caller: Caller, task: () => Promise<unknown>, signal?: AbortSignal): Promise<boolean> {
      // Only for the first of its pending requests: otherwise each of them would count the same idle time.
      const decay = caller.pending === 0 ? (now() - caller.idleSince) * idleDecay : 0;
      caller.virtualTime = Math.max(caller.virtualTime - decay, virtualTime);
      caller.pending += 1;
      try {
        return await runInTurn(caller, task, signal);
      } finally {
        caller.pending -= 1;
        caller.idleSince = now();
      }
    },
  };

  async function runInTurn(
    caller: Caller,
    task: () => Promise<unknown>,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    if (!(await acquireSlot(caller, signal))) return false;
    const startedAt = now();
    const done = task();
    await endOfSlot(done);
    caller.virtualTime += now() - startedAt - estimatedCostMs;
    running -= 1;
    startNext();
    await done;
    return true;
  }

  async function acquireSlot(caller: Caller, signal: AbortSignal | undefined): Promise<boolean> {
    if (signal?.aborted) return false;
    if (running < concurrency) {
      start(caller);
      return true;
    }
    return new Promise((resolve) => {
      const queued: Queued = { caller, start: resolve };
      queue.add(queued);
      signal?.addEventListener('abort', () => reject(queued));
      if (queue.size > maxQueued) reject(last() ?? queued);
    });
  }

  function reject(queued: Queued): void {
    if (queue.delete(queued)) queued.start(false);
  }

  function startNext(): void {
    const next = first();
    if (next === undefined) return;
    queue.delete(next);
    start(next.caller);
    next.start(true);
  }

  function start(caller: Caller): void {
    running += 1;
    virtualTime = Math.max(virtualTime, caller.virtualTime);
    caller.virtualTime += estimatedCostMs;
  }

  function first(): Queued | undefined {
    let best: Queued | undefined;
    for (const queued of queue) {
      if (best === undefined || isBefore(queued.caller, best.caller)) best = queued;
    }
    return best;
  }

  function last(): Queued | undefined {
    let worst: Queued | undefined;
    for (const queued of queue) {
      if (worst === undefined || !isBefore(queued.caller, worst.caller)) worst = queued;
    }
    return worst;
  }

  /** Resolves when the task ends or its slot does. */
  async function endOfSlot(task: Promise<unknown>): Promise<void> {
    const ended = new AbortController();
    const settled = task.then(
      () => ended.abort(),
      () => ended.abort(),
    );
    const timeout = pause(slotMs, undefined, { ref: false, signal: ended.signal }).catch(() => undefined);
    await Promise.race([settled, timeout]);
  }
}

function isBefore(one: Caller, other: Caller): boolean {
  return one.virtualTime < other.virtualTime || (one.virtualTime === other.virtualTime && one.order < other.order);
}
