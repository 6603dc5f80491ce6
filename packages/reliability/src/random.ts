/** A seeded source of random choices: the same seed repeats a run, and with it a finding. */
export type Random = {
  chance(probability: number): boolean;
  below(end: number): number;
  oneOf<Item>(items: readonly Item[]): Item;
  /** From none to `max` items. */
  upTo<Item>(max: number, make: () => Item): Item[];
};

export function createRandom(seed: number): Random {
  const next = mulberry32(seed);
  const below = (end: number): number => Math.floor(next() * end);
  return {
    chance: (probability) => next() < probability,
    below,
    oneOf(items) {
      const at = below(items.length);
      for (const item of items.slice(at, at + 1)) return item;
      throw new Error('There is nothing to choose from.');
    },
    upTo: (max, make) => Array.from({ length: below(max + 1) }, make),
  };
}

/** The mulberry32 generator: numbers from 0 up to, but not including, 1. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
