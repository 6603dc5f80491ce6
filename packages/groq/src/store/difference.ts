/** The items only in the first list and those only in the second, compared by key. */
export function difference<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): { removed: readonly Item[]; added: readonly Item[] } {
  if (before.length === 0 || after.length === 0) return { removed: before, added: after };
  const known = new Set(before.map(keyOf));
  const wanted = new Set(after.map(keyOf));
  return {
    removed: before.filter((item) => !wanted.has(keyOf(item))),
    added: after.filter((item) => !known.has(keyOf(item))),
  };
}
