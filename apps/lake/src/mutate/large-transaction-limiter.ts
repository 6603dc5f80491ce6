import { OperationError } from '../errors.ts';
import { limits } from './limits.ts';
import { type CostMeter, unmetered } from './transaction-cost.ts';

const largest = { usual: limits.usual.value, release: limits.release.value };

/**
 * An editor's transaction, one that writes a release, or scheduled publishing, which is neither limited nor delayed.
 */
export type WriteClass = keyof typeof largest | 'unlimited';
type Classified = { writeClass?: WriteClass };

/**
 * A rate limiter for large transactions. A transaction runs in one turn of the event loop, in which no other request is
 * answered. So its cost is checked before its work is done: small ones may always run; a large one only when the last
 * large one is long enough ago that other callers hardly notice.
 */
export function createLargeTransactionLimiter(now: () => number = () => performance.now()) {
  let nextLargeAt = Number.NEGATIVE_INFINITY;
  /** A large request may run a second time: the failure of another request rolls its group back. */
  const admitted = new WeakSet<Classified>();

  return {
    run<Result>(request: Classified, work: (meter: CostMeter) => Result): Result {
      const { writeClass = 'usual' } = request;
      if (writeClass === 'unlimited') return work(unmetered);
      const startedAt = now();
      let spent = 0;
      let isLarge = false;
      const refuseTooSoon = (): void => {
        const mustWait = now() < nextLargeAt && !isLarge && !admitted.has(request);
        if (mustWait) throw tooSoon(nextLargeAt - now());
      };
      const expect = (cost: number): void => {
        if (cost > largest[writeClass]) throw tooLarge();
        if (cost > limits.small.value) refuseTooSoon();
      };
      const markLarge = (): void => {
        refuseTooSoon();
        isLarge = true;
        admitted.add(request);
      };
      const spend = (cost: number): void => {
        spent += cost;
        expect(spent);
        if (spent > limits.small.value) markLarge();
      };
      try {
        return work({ spend, expect, markLarge });
      } finally {
        if (isLarge) nextLargeAt = now() + (now() - startedAt) * limits.restAfterLarge.value;
      }
    },
  };
}

function tooLarge(): OperationError {
  const description =
    'What the request would write is too much for one transaction: it may read and write documents of about 10 MB, less if they hold many small values. Write it in several.';
  return new OperationError(413, { type: 'transactionTooLargeError', description });
}

function tooSoon(ms: number): OperationError {
  const seconds = Math.ceil(ms / 1_000);
  const description = `Large transactions take turns with everybody else's work: send this one again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, or at once in several smaller ones, of up to 500 KB each.`;
  return new OperationError(429, { type: 'rateLimitError', description });
}
