import { setTimeout as pause } from 'node:timers/promises';

/** Whoever asks for work to be done. */
export type Caller = {
  /** How much they had, in milliseconds, counted as if all who ask now had begun together. */
  served: number;
  /** How many requests of theirs wait or run. */
  asking: number;
  /** When the last of these was over. */
  restsFrom: number;
  /** When they were first seen: of two who had the same, the one who was there before goes first. */
  readonly since: number;
};

let seen = 0;

export function newCaller(): Caller {
  seen += 1;
  return { served: 0, asking: 0, restsFrom: performance.now(), since: seen };
}

type Waiting = { caller: Caller; begin: (isTurn: boolean) => void };

type Options = {
  /** How many pieces of work run at once. */
  atOnce: number;
  /** How many wait; of more, the one that would be the last is turned away. */
  mostWaiting: number;
  /**
   * After so many milliseconds the next one begins as well: what takes longer waits for something else, such as the
   * lake or a slow reader, and keeps this thread from nothing.
   */
  longest: number;
};

/** What a piece of work is taken to cost until it is known, in milliseconds. */
const assumed = 5;
/**
 * What is forgotten of it for each millisecond in which somebody asks for nothing. Else those who are new with every
 * request would go before whoever was here already.
 */
const forgotten = 0.5;

/**
 * Lets a few pieces of work run at once, and the others wait for whoever had least: so a caller with a thousand
 * requests waits for themselves, and somebody else's one request is next. This is start-time fair queueing, with the
 * time that the work took as its cost.
 *
 * @see https://doi.org/10.1145/248157.248171
 */
export class FairTurns {
  readonly #options: Options;
  readonly #waiting = new Set<Waiting>();
  #running = 0;
  /** What the caller had whose turn began last: who is new has as much, and saves nothing up. */
  #now = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Does the work when it is the caller's turn. False where it was not done, since too many wait, or since they have gone.
   *
   * @param gone ends the waiting of somebody who went away
   */
  async take(caller: Caller, work: () => Promise<unknown>, gone?: AbortSignal): Promise<boolean> {
    // Counted once for each rest: else a caller with many requests would be forgiven the same rest for each of them.
    const rested = caller.asking === 0 ? (performance.now() - caller.restsFrom) * forgotten : 0;
    caller.served = Math.max(caller.served - rested, this.#now);
    caller.asking += 1;
    try {
      return await this.#takeTurn(caller, work, gone);
    } finally {
      caller.asking -= 1;
      caller.restsFrom = performance.now();
    }
  }

  async #takeTurn(caller: Caller, work: () => Promise<unknown>, gone: AbortSignal | undefined): Promise<boolean> {
    if (!(await this.#turnOf(caller, gone))) return false;
    const began = performance.now();
    const done = work();
    await this.#endOf(done);
    caller.served += performance.now() - began - assumed;
    this.#running -= 1;
    this.#beginNext();
    await done;
    return true;
  }

  async #turnOf(caller: Caller, gone: AbortSignal | undefined): Promise<boolean> {
    if (gone?.aborted) return false;
    if (this.#running < this.#options.atOnce) {
      this.#begin(caller);
      return true;
    }
    return new Promise((resolve) => {
      const waiting: Waiting = { caller, begin: resolve };
      this.#waiting.add(waiting);
      gone?.addEventListener('abort', () => this.#turnAway(waiting));
      if (this.#waiting.size > this.#options.mostWaiting) this.#turnAway(this.#last() ?? waiting);
    });
  }

  #turnAway(waiting: Waiting): void {
    if (this.#waiting.delete(waiting)) waiting.begin(false);
  }

  #beginNext(): void {
    const next = this.#first();
    if (next === undefined) return;
    this.#waiting.delete(next);
    this.#begin(next.caller);
    next.begin(true);
  }

  #begin(caller: Caller): void {
    this.#running += 1;
    this.#now = Math.max(this.#now, caller.served);
    caller.served += assumed;
  }

  #first(): Waiting | undefined {
    let first: Waiting | undefined;
    for (const waiting of this.#waiting) {
      if (first === undefined || isBefore(waiting.caller, first.caller)) first = waiting;
    }
    return first;
  }

  #last(): Waiting | undefined {
    let last: Waiting | undefined;
    for (const waiting of this.#waiting) {
      if (last === undefined || !isBefore(waiting.caller, last.caller)) last = waiting;
    }
    return last;
  }

  /** Resolves when the work is over, or has had its time. */
  async #endOf(work: Promise<unknown>): Promise<void> {
    const over = new AbortController();
    const settled = work.then(
      () => over.abort(),
      () => over.abort(),
    );
    const time = pause(this.#options.longest, undefined, { ref: false, signal: over.signal }).catch(() => undefined);
    await Promise.race([settled, time]);
  }
}

function isBefore(one: Caller, other: Caller): boolean {
  return one.served < other.served || (one.served === other.served && one.since < other.since);
}
