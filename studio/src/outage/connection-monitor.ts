import { outageLimits as limits } from './limits.ts';

/** The lake does not answer, or it answers that it can't store anything (a 5xx, 408 or 429). */
export type Cause = 'no connection' | 'nothing is stored';

/**
 * A time in which the lake does not answer. `isReadOnly` is false at first: the page is inert, while the Portable Text
 * editors flush the text that they debounce; then forms become read-only.
 */
export type Outage = { since: Date; cause: Cause; isReadOnly: boolean };

/** Whether the lake answers: an external store for React, and the requests' way to wait for a connection. */
export type ConnectionMonitor = ReturnType<typeof createConnectionMonitor>;

type Parts = {
  /** Whether the lake answers now. */
  ping(): Promise<boolean>;
  /** Makes the page inert, or ends that. */
  setInert(isInert: boolean): void;
};

/**
 * The Studio loses edits in an outage: `@sanity/mutator` queues them in memory behind the pending write, and drops them
 * when a listener reconnects with a snapshot that lacks them. So an outage makes the form read-only, by aborting the
 * listeners, and no listener reconnects before every pending write was answered.
 */
export function createConnectionMonitor({ ping, setInert }: Parts) {
  const subscribers = new Set<() => void>();
  const pendingWrites = new Set<symbol>();
  let outage: Outage | undefined;
  let streams = new AbortController();
  let reconnected = Promise.withResolvers<void>();
  let timers: ReturnType<typeof setTimeout>[] = [];
  const backoffs = new Set<() => void>();

  function setOutage(next: Outage | undefined): void {
    outage = next;
    for (const notify of subscribers) notify();
  }

  function begin(cause: Cause = 'no connection'): void {
    if (outage) return;
    reconnected = Promise.withResolvers();
    setInert(true);
    setOutage({ since: new Date(), cause, isReadOnly: false });
    timers = [setTimeout(makeReadOnly, limits.editorFlush.value)];
    schedulePing(limits.initialBackoff.value);
  }

  function makeReadOnly(): void {
    if (!outage) return;
    setInert(false);
    setOutage({ ...outage, isReadOnly: true });
    // A network error: after an AbortError, an EventSource does not reconnect.
    streams.abort(new TypeError('Failed to fetch'));
    streams = new AbortController();
  }

  function schedulePing(afterMs: number): void {
    timers.push(
      setTimeout(async () => {
        await pingOnce();
        if (outage) schedulePing(Math.min(afterMs * 2, limits.maxBackoff.value));
      }, afterMs),
    );
  }

  /** A ping ends the outage only without pending writes: those are retried, and their answer ends it. */
  async function pingOnce(): Promise<void> {
    if (pendingWrites.size === 0 && (await ping())) end();
  }

  function end(): void {
    if (!outage || pendingWrites.size > 0) return;
    for (const timer of timers) clearTimeout(timer);
    timers = [];
    setInert(false);
    setOutage(undefined);
    reconnected.resolve();
  }

  return {
    outage: (): Outage | undefined => outage,

    /** @returns the function that unsubscribes */
    subscribe(notify: () => void): () => void {
      subscribers.add(notify);
      return () => subscribers.delete(notify);
    },

    /** A request failed, or the browser's `offline` event fired. */
    beginOutage: begin,

    ping,

    /** The browser's `online` event fired: ends every backoff and pings at once. */
    retryNow(): void {
      for (const end of backoffs) end();
      if (outage) void pingOnce();
    },

    /** Waits before a retry; `retryNow` ends the wait. */
    backOff(ms: number): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, ms);
      backoffs.add(resolve);
      return promise.finally(() => {
        clearTimeout(timer);
        backoffs.delete(resolve);
      });
    },

    /** Aborted when the form becomes read-only: the signal of every listener. */
    streamSignal: (): AbortSignal => streams.signal,

    /** Resolves when the outage is over, at once without one. */
    async whenConnected(signal?: AbortSignal | null): Promise<void> {
      signal?.throwIfAborted();
      if (!outage) return;
      const { promise, reject } = Promise.withResolvers<never>();
      const abort = (): void => reject(signal?.reason);
      signal?.addEventListener('abort', abort);
      try {
        await Promise.race([reconnected.promise, promise]);
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    },

    /**
     * Counts a write as pending.
     *
     * @returns the function to call when it ended, with whether it was answered
     */
    trackWrite(): (isAnswered: boolean) => void {
      const write = Symbol('write');
      pendingWrites.add(write);
      const timeout = setTimeout(() => begin(), limits.writeTimeout.value);
      return (isAnswered) => {
        clearTimeout(timeout);
        pendingWrites.delete(write);
        const since = outage?.since;
        if (!isAnswered || !since) return;
        setTimeout(() => {
          // The answer says nothing about a later outage.
          if (outage?.since === since) end();
        }, limits.drainDelay.value);
      };
    },
  };
}
