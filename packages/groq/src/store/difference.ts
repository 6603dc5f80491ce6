/** What of two lists is only in the first and what only in the second, by a key that tells items apart. */
export function difference<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): { gone: readonly Item[]; added: readonly Item[] } {
  if (before.length === 0 || after.length === 0) return { gone: before, added: after };
  const known = new Set(before.map(keyOf));
  const wanted = new Set(after.map(keyOf));
  return {
    gone: before.filter((item) => !wanted.has(keyOf(item))),
    added: after.filter((item) => !known.has(keyOf(item))),
  };
}
