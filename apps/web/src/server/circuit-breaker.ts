import { limits } from '../limits.ts';

/** Thrown instead of asking while the lake is known not to answer. */
export class LakeIsResting extends Error {
  constructor() {
    super('The lake did not answer a moment ago and is not asked again yet.');
    this.name = 'LakeIsResting';
  }
}

/**
 * Keeps a lake that hangs from making every page hang: after a failure, nobody waits for the lake again until it has
 * rested for as long as it had somebody wait, and then one who asks finds out for all whether it is back. A lake that
 * refuses at once costs nobody anything: if it rested, a page would still be old after the lake was started again.
 *
 * @see https://martinfowler.com/bliki/CircuitBreaker.html
 */
export class CircuitBreaker {
  readonly #mostRestMs: number;
  readonly #now: () => number;
  #restsUntil = 0;
  #isProbing = false;

  constructor({ mostRestMs, now = Date.now }: { mostRestMs: number; now?: () => number }) {
    this.#mostRestMs = mostRestMs;
    this.#now = now;
  }

  async run<Result>(ask: () => Promise<Result>): Promise<Result> {
    const isTrial = this.#restsUntil > 0;
    if (isTrial && (this.#isProbing || this.#now() < this.#restsUntil)) throw new LakeIsResting();
    this.#isProbing = isTrial;
    const began = this.#now();
    try {
      const result = await ask();
      this.close();
      return result;
    } catch (cause) {
      const end = this.#now();
      if (isOutage(cause)) this.#restsUntil = end + Math.min(end - began, this.#mostRestMs);
      this.#isProbing = false;
      throw cause;
    }
  }

  /** For work that may take long, from which nobody learns that the lake is down, but which leaves it alone then. */
  async unlessResting<Result>(ask: () => Promise<Result>): Promise<Result> {
    if (this.#now() < this.#restsUntil) throw new LakeIsResting();
    return ask();
  }

  /** The lake was heard of by another way, such as a webhook: it may be asked at once. */
  close(): void {
    this.#restsUntil = 0;
    this.#isProbing = false;
  }
}

/** A lake that refuses a question is there; one that can't be reached, is late or broken is not. */
function isOutage(cause: unknown): boolean {
  const status = typeof cause === 'object' && cause !== null && 'statusCode' in cause ? cause.statusCode : undefined;
  return typeof status !== 'number' || status >= 500;
}

declare global {
  var bodytextCircuitBreaker: CircuitBreaker | undefined;
}

const mostRestMs = limits.rest.value;

/** The one before this program's lake. Global, for the same reason as `expiredTags`. */
export function circuitBreaker(): CircuitBreaker {
  globalThis.bodytextCircuitBreaker ??= new CircuitBreaker({ mostRestMs });
  return globalThis.bodytextCircuitBreaker;
}
