/** Costs in microseconds, as measured on a small machine. */
const characterCost = 0.08;
const valueCost = 1;
const documentCost = 90;
/** A patch looks at one place in a document. */
export const stepCost = 1;

/** How much is in a document. */
export type ContentSize = { values: number; characters: number };

/** Counts the cost of a transaction while it runs, in microseconds. Each method throws where the limit is exceeded. */
export type CostMeter = {
  /** Counts work that is about to be done. */
  spend(cost: number): void;
  /** Checks a cost that is known before any work is done, without counting it. */
  expect(cost: number): void;
  /** Counts the transaction as a large one, whatever it has written: it blocks the event loop as long. */
  markLarge(): void;
};

/** For what the lake writes by itself. */
export const unmetered: CostMeter = { spend: () => undefined, expect: () => undefined, markLarge: () => undefined };

/** What it costs to read or write a document of this size. */
export function documentCostOf({ values, characters }: ContentSize): number {
  return documentCost + values * valueCost + characters * characterCost;
}

export function contentSizeOf(value: unknown): ContentSize {
  const size: ContentSize = { values: 0, characters: 0 };
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    size.values += 1;
    if (typeof next === 'string') size.characters += next.length;
    else if (Array.isArray(next)) for (const item of next) pending.push(item);
    else if (typeof next === 'object' && next !== null) {
      for (const [name, item] of Object.entries(next)) {
        size.characters += name.length;
        pending.push(item);
      }
    }
  }
  return size;
}
