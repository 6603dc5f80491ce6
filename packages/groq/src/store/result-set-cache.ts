import type { SQLInputValue } from 'node:sqlite';

/** A key of this many characters counts as one item. */
const charactersPerItem = 20;

/**
 * Caches the result sets of statements until a document changes. Bounded by the number of items, such as rows or ids,
 * in all of them; cleared when full.
 */
export function createResultSetCache<Item>(mostItems: number) {
  const cached = new Map<string, Item[]>();
  let total = 0;

  function clear(): void {
    cached.clear();
    total = 0;
  }

  return {
    clear,

    /** The cached result set, or what `find` returns. */
    getOrFind(sql: string, values: readonly SQLInputValue[], find: () => Item[]): Item[] {
      const key = `${sql}\n${JSON.stringify(values)}`;
      const known = cached.get(key);
      if (known) return known;
      const found = find();
      const size = found.length + key.length / charactersPerItem;
      if (size > mostItems) return found;
      if (total + size > mostItems) clear();
      total += size;
      cached.set(key, found);
      return found;
    },
  };
}
