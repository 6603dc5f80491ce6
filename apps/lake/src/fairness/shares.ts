import { spentLately, spentMs } from './cpu-time.ts';
import { fairnessLimits as limits } from './limits.ts';

/** Beyond so many, everybody begins anew. */
const mostRemembered = 1_000;

type Account = { used: number; owed: number; at: number };

/** A rate limit by CPU time: how much of the main thread each caller has used lately. */
export type Shares = ReturnType<typeof createShares>;

type Clock = {
  now(): number;
  /** CPU time of this thread in milliseconds: `spent` asks the system, `spentLately` may give a value some milliseconds old. */
  spent(): number;
  spentLately(now: number): number;
};

const clock: Clock = { now: () => performance.now(), spent: spentMs, spentLately };

/**
 * What takes a few milliseconds others hardly notice, however often it comes, as long as they have a turn between.
 * Longer pieces they do: of those, a caller has a few at once, and then so small a part of the time that nineteen of
 * twenty requests of others come upon none. Whoever is alone may have all of it.
 */
export function createShares({ now, spent, spentLately: spentBy }: Clock = clock) {
  const accounts = new Map<string, Account>();
  /** Whoever was here last, and the last who was somebody else. */
  let last = { caller: '', at: Number.NEGATIVE_INFINITY };
  let other = last;
  let isSpending = false;

  function accountOf(caller: string): Account {
    const at = now();
    const known = accounts.get(caller) ?? { used: 0, owed: 0, at };
    const passed = at - known.at;
    return {
      used: known.used * 0.5 ** (passed / limits.halfLife.value),
      owed: Math.max(0, known.owed - passed * limits.share.value),
      at,
    };
  }

  function take(caller: string, ms: number, isLong: boolean): void {
    const { used, owed, at } = accountOf(caller);
    if (accounts.size >= mostRemembered) accounts.clear();
    accounts.set(caller, { used: used + ms, owed: isLong ? Math.min(owed + ms, most) : owed, at });
  }

  function notice(caller: string): void {
    const at = now();
    if (caller !== last.caller) other = last;
    last = { caller, at };
  }

  /** Whether somebody else has asked for something just now. */
  function isAlone(caller: string): boolean {
    const { at } = last.caller === caller ? other : last;
    return now() - at > limits.company.value;
  }

  return {
    /** Somebody asks for something. */
    notice,
    isAlone,

    /** How much somebody has used lately. */
    usedBy: (caller: string): number => accountOf(caller).used,

    /** How many milliseconds somebody has to wait before anything that may take long. */
    restOf(caller: string): number {
      if (!accounts.has(caller) || isAlone(caller)) return 0;
      return Math.max(0, accountOf(caller).owed - limits.atOnce.value) / limits.share.value;
    },

    /** Does something in somebody's name; the time it takes is theirs. */
    spend<Result>(caller: string, work: () => Result): Result {
      notice(caller);
      // It counts already, as a part of something larger.
      if (isSpending) return work();
      const began = now();
      const before = spentBy(began);
      isSpending = true;
      try {
        return work();
      } finally {
        isSpending = false;
        const passed = now() - began;
        // On a busy machine the process may have waited for its turn, which is nobody's fault.
        const isLong = passed > limits.long.value;
        const ms = isLong ? Math.min(passed, spent() - before) : passed;
        take(caller, ms, ms > limits.long.value);
      }
    },

    /** Adds time to a caller's account that was measured elsewhere, such as the time of a query in another thread. */
    charge: (caller: string, ms: number): void => take(caller, ms, true),
  };
}

const most = limits.atOnce.value + limits.longestRest.value * limits.share.value;
