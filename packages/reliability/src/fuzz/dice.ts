import { randomFrom } from '../mutated-files.ts';

/** Chance that follows from a seed: what was found can be found again. */
export type Dice = {
  is(likely: number): boolean;
  below(end: number): number;
  oneOf<Item>(items: readonly Item[]): Item;
  /** So many of what is made, up to `most`. */
  some<Item>(most: number, make: () => Item): Item[];
};

export function createDice(seed: number): Dice {
  const random = randomFrom(seed);
  const below = (end: number): number => Math.floor(random() * end);
  return {
    is: (likely) => random() < likely,
    below,
    oneOf(items) {
      const at = below(items.length);
      for (const item of items.slice(at, at + 1)) return item;
      throw new Error('There is nothing to choose from.');
    },
    some: (most, make) => Array.from({ length: below(most + 1) }, make),
  };
}
