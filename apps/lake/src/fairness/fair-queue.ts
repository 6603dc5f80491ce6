type CallerFilter = (caller: string) => boolean;
const anyCaller: CallerFilter = () => true;

/**
 * A queue with round robin between callers: each `take` gives the oldest item of the next caller. A caller with a
 * hundred items delays each other caller by one of them.
 */
export function createFairQueue<Item>() {
  /** In round-robin order. */
  const queues = new Map<string, Item[]>();
  let last: string | undefined;

  /** The next caller by round robin, which is not the one served last while any other has something queued. */
  function next(isEligible: CallerFilter): string | undefined {
    let fallback: string | undefined;
    for (const caller of queues.keys()) {
      if (!isEligible(caller)) continue;
      if (caller !== last) return caller;
      fallback = caller;
    }
    return fallback;
  }

  return {
    add(caller: string, item: Item): void {
      const queue = queues.get(caller);
      if (queue) queue.push(item);
      else queues.set(caller, [item]);
    },

    /** @param isEligible which callers to consider */
    take(isEligible: CallerFilter = anyCaller): Item | undefined {
      const caller = next(isEligible);
      const queue = caller === undefined ? undefined : queues.get(caller);
      if (caller === undefined || !queue) return undefined;
      last = caller;
      queues.delete(caller);
      const item = queue.shift();
      if (queue.length > 0) queues.set(caller, queue);
      return item;
    },

    /** Whether an eligible caller has something queued. */
    has: (isEligible: CallerFilter): boolean => next(isEligible) !== undefined,

    isEmpty: (): boolean => queues.size === 0,

    callerCount: (): number => queues.size,

    lengthOf: (caller: string): number => queues.get(caller)?.length ?? 0,

    takeAll(): Item[] {
      const all = [...queues.values()].flat();
      queues.clear();
      return all;
    },
  };
}
