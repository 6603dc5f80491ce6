import { cachedCpuMs, cpuMs } from './cpu-time.ts';
import { fairnessLimits as limits } from './limits.ts';

/** With more callers than this, all accounts are dropped, so that the map stays bounded. */
const mostAccounts = 1_000;

/** `recent`: CPU time with a half-life. `level`: of a leaky bucket of long work. */
type Account = { recent: number; level: number; at: number };

/** A rate limit by CPU time of the main thread, one account per caller. */
export type CpuLimiter = ReturnType<typeof createCpuLimiter>;

type Clock = {
  now(): number;
  /** CPU time of this thread in milliseconds; `cachedCpuMs` may be some milliseconds old. */
  cpuMs(): number;
  cachedCpuMs(now: number): number;
};

const clock: Clock = { now: () => performance.now(), cpuMs, cachedCpuMs };

/**
 * A leaky bucket per caller. Work of up to `limits.long` is free: others are answered in between and hardly notice it.
 * Longer work fills the bucket, which leaks at `limits.share` of the time; above `limits.burst` the caller has to wait.
 * A caller that is alone never waits.
 */
export function createCpuLimiter({ now, cpuMs, cachedCpuMs }: Clock = clock) {
  const accounts = new Map<string, Account>();
  /** The last request, and the last one of another caller than that. */
  let last = { caller: '', at: Number.NEGATIVE_INFINITY };
  let other = last;
  let isRunning = false;

  function accountOf(caller: string): Account {
    const at = now();
    const stored = accounts.get(caller) ?? { recent: 0, level: 0, at };
    const passed = at - stored.at;
    return {
      recent: stored.recent * 0.5 ** (passed / limits.halfLife.value),
      level: Math.max(0, stored.level - passed * limits.share.value),
      at,
    };
  }

  function add(caller: string, ms: number, isLong: boolean): void {
    const { recent, level, at } = accountOf(caller);
    if (accounts.size >= mostAccounts) accounts.clear();
    accounts.set(caller, { recent: recent + ms, level: isLong ? Math.min(level + ms, highestLevel) : level, at });
  }

  function recordRequest(caller: string): void {
    const at = now();
    if (caller !== last.caller) other = last;
    last = { caller, at };
  }

  /** Whether no other caller has sent a request recently. */
  function isAlone(caller: string): boolean {
    const { at } = last.caller === caller ? other : last;
    return now() - at > limits.aloneAfter.value;
  }

  return {
    recordRequest,
    isAlone,

    /** CPU time that the caller used recently, in milliseconds. */
    recentMs: (caller: string): number => accountOf(caller).recent,

    /** How many milliseconds the caller has to wait before it may start something long. */
    waitMs(caller: string): number {
      if (!accounts.has(caller) || isAlone(caller)) return 0;
      return Math.max(0, accountOf(caller).level - limits.burst.value) / limits.share.value;
    },

    /** Runs `work` and charges its time to the caller. */
    run<Result>(caller: string, work: () => Result): Result {
      recordRequest(caller);
      // A nested call: the outer one charges its time too.
      if (isRunning) return work();
      const began = now();
      const before = cachedCpuMs(began);
      isRunning = true;
      try {
        return work();
      } finally {
        isRunning = false;
        const passed = now() - began;
        // On a busy machine the process may have been preempted, which is not the caller's CPU time.
        const isLong = passed > limits.long.value;
        const ms = isLong ? Math.min(passed, cpuMs() - before) : passed;
        add(caller, ms, ms > limits.long.value);
      }
    },

    /** Charges time that was measured elsewhere, such as that of a query in a worker thread. */
    charge: (caller: string, ms: number): void => add(caller, ms, true),
  };
}

const highestLevel = limits.burst.value + limits.longestWait.value * limits.share.value;
