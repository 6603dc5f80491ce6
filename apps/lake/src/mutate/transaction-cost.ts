import { OperationError } from '../errors.ts';
import { limits } from './limits.ts';

/** Each is about a microsecond of a small machine's time. */
const characterCost = 0.08;
const valueCost = 1;
const documentCost = 90;
/** Of looking at one place in a document, for a patch. */
export const stepCost = 1;
const largest = { usual: limits.usual.value, release: limits.release.value };

/** How much is in a document. */
export type Extent = { values: number; characters: number };

/** How much work a transaction has been so far. */
export type Workload = {
  /** Says what is about to be done: so many microseconds. Throws where that is too much. */
  spend(cost: number): void;
  /** Says what there will be to do at least, without having begun. Throws where that is too much. */
  expect(cost: number): void;
  /** Says that others wait for longer than they should at any time. Throws where they had to only a moment ago. */
  becomeLarge(): void;
};

/** Without limits, for what the lake does by itself. */
export const unlimited: Workload = { spend: () => undefined, expect: () => undefined, becomeLarge: () => undefined };

/** A transaction of somebody, one that writes a release, or one whose time has come and that waits for nobody. */
export type Pace = keyof typeof largest | 'atOnce';
/** Without a word, it is like any other. */
export type Paced = { pace?: Pace };

/**
 * A transaction runs in one turn, in which nobody else is answered. So its price is known before its work is done:
 * small ones may always run; a large one only when the last one is long enough ago, so that others hardly notice.
 */
export function createPacemaker(now: () => number = () => performance.now()) {
  let restsUntil = Number.NEGATIVE_INFINITY;
  /** A request may be run once more, because of another that failed. */
  const admitted = new WeakSet<Paced>();

  return {
    /** Runs a transaction, which says what it is about to do. */
    run<Result>(request: Paced, work: (load: Workload) => Result): Result {
      const { pace = 'usual' } = request;
      if (pace === 'atOnce') return work(unlimited);
      const began = now();
      let spent = 0;
      let isLarge = false;
      const expectRest = (): void => {
        const mustWait = now() < restsUntil && !isLarge && !admitted.has(request);
        if (mustWait) throw tooSoon(restsUntil - now());
      };
      const expect = (cost: number): void => {
        if (cost > largest[pace]) throw tooLarge();
        if (cost > limits.small.value) expectRest();
      };
      const becomeLarge = (): void => {
        expectRest();
        isLarge = true;
        admitted.add(request);
      };
      const spend = (cost: number): void => {
        spent += cost;
        expect(spent);
        if (spent > limits.small.value) becomeLarge();
      };
      try {
        return work({ spend, expect, becomeLarge });
      } finally {
        if (isLarge) restsUntil = now() + (now() - began) * limits.rest.value;
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

/** What it costs to read or write a document of this extent. */
export function documentCostOf({ values, characters }: Extent): number {
  return documentCost + values * valueCost + characters * characterCost;
}

/** How much is in a value. */
export function extentOf(value: unknown): Extent {
  const extent: Extent = { values: 0, characters: 0 };
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    extent.values += 1;
    if (typeof next === 'string') extent.characters += next.length;
    else if (Array.isArray(next)) for (const item of next) pending.push(item);
    else if (typeof next === 'object' && next !== null) {
      for (const [name, item] of Object.entries(next)) {
        extent.characters += name.length;
        pending.push(item);
      }
    }
  }
  return extent;
}
