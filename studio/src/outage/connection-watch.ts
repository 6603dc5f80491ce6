import { outageLimits as limits } from './limits.ts';

/** Whether the lake does not answer, or answers that it can't store anything now. */
export type Cause = 'no connection' | 'nothing is stored';

/**
 * An outage: since when, why, and whether the form is read-only yet. Until then the page takes no input, while the
 * editors of running text hand on their last words.
 */
export type Outage = { since: Date; cause: Cause; isReadOnly: boolean };

/** Whether the lake answers, for everything in the Studio that must know. */
export type ConnectionWatch = ReturnType<typeof createConnectionWatch>;

type Parts = {
  /** Whether the lake answers now. */
  ping(): Promise<boolean>;
  /** Makes the page inert, or ends that. */
  holdInput(isHeld: boolean): void;
};

/**
 * The Studio loses words in an outage: later ones wait in memory behind the write that has no answer, and are
 * dropped when the stream of changes begins anew with a document that lacks them. So the form is stopped in time, by
 * breaking the streams, upon which the Studio makes it read-only; and none begins again before every write was answered.
 */
export function createConnectionWatch({ ping, holdInput }: Parts) {
  const listeners = new Set<() => void>();
  const unanswered = new Set<symbol>();
  let outage: Outage | undefined;
  let streams = new AbortController();
  let waiting = Promise.withResolvers<void>();
  let timers: ReturnType<typeof setTimeout>[] = [];
  const pauses = new Set<() => void>();

  function change(next: Outage | undefined): void {
    outage = next;
    for (const listener of listeners) listener();
  }

  function lose(cause: Cause = 'no connection'): void {
    if (outage) return;
    waiting = Promise.withResolvers();
    holdInput(true);
    change({ since: new Date(), cause, isReadOnly: false });
    timers = [setTimeout(stop, limits.lastWords.value)];
    lookAgain(limits.firstRetry.value);
  }

  function stop(): void {
    if (!outage) return;
    holdInput(false);
    change({ ...outage, isReadOnly: true });
    // Not an abortion, after which an event source does not connect again.
    streams.abort(new TypeError('Failed to fetch'));
    streams = new AbortController();
  }

  function lookAgain(afterMs: number): void {
    timers.push(
      setTimeout(async () => {
        await look();
        if (outage) lookAgain(Math.min(afterMs * 2, limits.longestRetry.value));
      }, afterMs),
    );
  }

  /** A ping ends the outage, unless edits are unanswered: those are retried themselves, and end it. */
  async function look(): Promise<void> {
    if (unanswered.size === 0 && (await ping())) found();
  }

  function found(): void {
    if (!outage || unanswered.size > 0) return;
    for (const timer of timers) clearTimeout(timer);
    timers = [];
    holdInput(false);
    change(undefined);
    waiting.resolve();
  }

  return {
    outage: (): Outage | undefined => outage,

    /** @returns the way to stop listening */
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** Something failed, or the browser says that it is offline. */
    lose,

    /** Whether the lake answers now. */
    isThere: ping,

    /** The browser says that it is online: no need to wait for the next look. */
    lookNow(): void {
      for (const end of pauses) end();
      if (outage) void look();
    },

    /** Waits before a retry; ends early when the browser goes online. */
    pause(ms: number): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, ms);
      pauses.add(resolve);
      return promise.finally(() => {
        clearTimeout(timer);
        pauses.delete(resolve);
      });
    },

    /** Breaks the streams of changes when the form is stopped. */
    streams: (): AbortSignal => streams.signal,

    /** Resolves when there is a connection, at once where there is one. */
    async connected(signal?: AbortSignal | null): Promise<void> {
      signal?.throwIfAborted();
      if (!outage) return;
      const { promise, reject } = Promise.withResolvers<never>();
      const abort = (): void => reject(signal?.reason);
      signal?.addEventListener('abort', abort);
      try {
        await Promise.race([waiting.promise, promise]);
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    },

    /**
     * A write has begun.
     *
     * @returns what is called when it ended, with whether it was answered
     */
    writing(): (isAnswered: boolean) => void {
      const write = Symbol('write');
      unanswered.add(write);
      const silent = setTimeout(() => lose(), limits.silentWrite.value);
      return (isAnswered) => {
        clearTimeout(silent);
        unanswered.delete(write);
        const since = outage?.since;
        if (!isAnswered || !since) return;
        setTimeout(() => {
          // Of a later outage it says nothing.
          if (outage?.since === since) found();
        }, limits.quiet.value);
      };
    },
  };
}
