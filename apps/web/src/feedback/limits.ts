import { createHmac, randomBytes } from 'node:crypto';
import { limits } from '../limits.ts';
import { networkOf } from '../server/network-of.ts';

type Kind = 'vote' | 'report';

const hour = 60 * 60_000;

/** How many are taken in an hour: from one caller, and from all of them. */
const most = {
  report: { each: limits.reportsOfOne.value, all: limits.reports.value },
  vote: { each: limits.votesOfOne.value, all: limits.votes.value },
} as const satisfies Record<Kind, { each: number; all: number }>;

/**
 * Bounds what readers send without knowing them: counts by a hash of the caller's address, whose key is made anew each
 * hour and never leaves memory. After that not even this program can tell whose count it was.
 */
export class FeedbackLimits {
  readonly #now: () => number;
  #endsAt = 0;
  #key = Buffer.alloc(0);
  readonly #counts: Map<string, number>;

  /** @param counts where it counts: whoever looks in there learns nothing of anybody */
  constructor(now: () => number = Date.now, counts = new Map<string, number>()) {
    this.#now = now;
    this.#counts = counts;
  }

  /**
   * Counts one more, and says whether it may be taken.
   *
   * @param caller the address that it comes from; undefined where all come from the same, such as a proxy's
   */
  takes(kind: Kind, caller: string | undefined): boolean {
    this.#beginHour();
    const { each, all } = most[kind];
    const own = caller === undefined ? undefined : `${kind} ${this.#hash(networkOf(caller))}`;
    if (this.#countOf(kind) >= all || (own !== undefined && this.#countOf(own) >= each)) return false;
    for (const name of [kind, own]) if (name !== undefined) this.#counts.set(name, this.#countOf(name) + 1);
    return true;
  }

  #beginHour(): void {
    if (this.#now() < this.#endsAt) return;
    this.#endsAt = this.#now() + hour;
    this.#key = randomBytes(32);
    this.#counts.clear();
  }

  #countOf(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  #hash(address: string): string {
    return createHmac('sha256', this.#key).update(address).digest('base64url');
  }
}
