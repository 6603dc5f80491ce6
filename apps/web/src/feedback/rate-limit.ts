import { createHmac, randomBytes } from 'node:crypto';
import { limits } from '../limits.ts';
import { networkPrefix } from '../server/network-prefix.ts';

type Kind = 'vote' | 'report';

const hourMs = 60 * 60_000;

/** Per hour: of one caller, and of all callers together. */
const quotas = {
  report: { perCaller: limits.reportsPerCaller.value, total: limits.reports.value },
  vote: { perCaller: limits.votesPerCaller.value, total: limits.votes.value },
} as const satisfies Record<Kind, { perCaller: number; total: number }>;

export type FeedbackRateLimit = ReturnType<typeof createFeedbackRateLimit>;

/**
 * A fixed-window rate limit that identifies no caller: it counts by a keyed hash (HMAC) of the caller's address. The key
 * is in memory only and replaced each hour, after which a hash can't be traced back to an address.
 *
 * @param counts for tests, which check that nothing in it identifies a caller
 */
export function createFeedbackRateLimit(now: () => number = Date.now, counts = new Map<string, number>()) {
  let windowEnd = 0;
  let key = Buffer.alloc(0);

  return {
    /**
     * Counts one submission; false if it exceeds the limit.
     *
     * @param caller the caller's address; undefined if unknown, so that only the total is limited
     */
    tryAcquire(kind: Kind, caller: string | undefined): boolean {
      startWindowIfDue();
      const { perCaller, total } = quotas[kind];
      const own = caller === undefined ? undefined : `${kind} ${hash(networkPrefix(caller))}`;
      if (countOf(kind) >= total || (own !== undefined && countOf(own) >= perCaller)) return false;
      for (const name of [kind, own]) if (name !== undefined) counts.set(name, countOf(name) + 1);
      return true;
    },
  };

  function startWindowIfDue(): void {
    if (now() < windowEnd) return;
    windowEnd = now() + hourMs;
    key = randomBytes(32);
    counts.clear();
  }

  function countOf(name: string): number {
    return counts.get(name) ?? 0;
  }

  function hash(address: string): string {
    return createHmac('sha256', key).update(address).digest('base64url');
  }
}
