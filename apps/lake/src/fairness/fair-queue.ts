/**
 * A queue with round robin between callers: each `take` gives the oldest item of the caller whose turn it is. A caller
 * with a hundred items delays each other caller by one of them.
 */
export type FairQueue<Item> = ReturnType<typeof createFairQueue<Item>>;

type MayGo = (caller: string) => boolean;
const anybody: MayGo = () => true;

export function createFairQueue<Item>() {
  /** In the order in which callers have their turns. */
  const lines = new Map<string, Item[]>();
  let last: string | undefined;

  /** The next caller by round robin, which is not the one served last while any other has something queued. */
  function next(mayGo: MayGo): string | undefined {
    let first: string | undefined;
    for (const caller of lines.keys()) {
      if (!mayGo(caller)) continue;
      if (caller !== last) return caller;
      first = caller;
    }
    return first;
  }

  return {
    add(caller: string, item: Item): void {
      const line = lines.get(caller);
      if (line) line.push(item);
      else lines.set(caller, [item]);
    },

    /** @param mayGo of whom; of anybody if left out */
    take(mayGo: MayGo = anybody): Item | undefined {
      const caller = next(mayGo);
      const line = caller === undefined ? undefined : lines.get(caller);
      if (caller === undefined || !line) return undefined;
      last = caller;
      lines.delete(caller);
      const item = line.shift();
      if (line.length > 0) lines.set(caller, line);
      return item;
    },

    /** Whether something of theirs waits. */
    has: (mayGo: MayGo): boolean => next(mayGo) !== undefined,

    isEmpty: (): boolean => lines.size === 0,

    /** How many callers wait. */
    callers: (): number => lines.size,

    waitingOf: (caller: string): number => lines.get(caller)?.length ?? 0,

    takeAll(): Item[] {
      const all = [...lines.values()].flat();
      lines.clear();
      return all;
    },
  };
}
