import type { SQLInputValue } from 'node:sqlite';

/** A question takes room as well, of about one thing found for so many characters. */
const charactersAThing = 20;

/**
 * What selections found, such as ids, for who asks the same again while no document changes. Bounded by how many things
 * are kept in all.
 */
export function createKeptSelections<Found>(most: number) {
  const kept = new Map<string, Found[]>();
  let total = 0;

  function clear(): void {
    kept.clear();
    total = 0;
  }

  return {
    clear,

    /** What was found before, or what is found now. */
    of(sql: string, values: readonly SQLInputValue[], find: () => Found[]): Found[] {
      const key = `${sql}\n${JSON.stringify(values)}`;
      const known = kept.get(key);
      if (known) return known;
      const found = find();
      const size = found.length + key.length / charactersAThing;
      if (size > most) return found;
      if (total + size > most) clear();
      total += size;
      kept.set(key, found);
      return found;
    },
  };
}
