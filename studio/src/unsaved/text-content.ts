/** The text in a value of any shape, one line for each string. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value))
    return value
      .map(textOf)
      .filter(Boolean)
      .join(areSpans(value) ? '' : '\n');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .filter(([name]) => !name.startsWith('_') && !markup.has(name))
    .map(([, each]) => textOf(each))
    .filter(Boolean)
    .join('\n');
}

/** The fields of Portable Text that hold no text. */
const markup = new Set(['style', 'listItem', 'level', 'marks', 'markDefs']);

/** Whether an array holds spans, whose texts form one line. */
function areSpans(values: unknown[]): boolean {
  return values.every((each) => typeof each === 'object' && each !== null && '_type' in each && each._type === 'span');
}

/**
 * Whether a value contains every word and punctuation mark that an edit added, as after a merge with another edit.
 * False for an edit that added no text, such as an image or a deletion.
 */
export function containsAddedWords(current: unknown, stored: unknown, typed: unknown): boolean {
  const before = wordCountsOf(stored);
  const now = wordCountsOf(current);
  const added = [...wordCountsOf(typed)].filter(([word, count]) => count > (before.get(word) ?? 0));
  return added.length > 0 && added.every(([word, count]) => (now.get(word) ?? 0) >= count);
}

/** Whether the count of each word in a value is between its counts in two other values. */
export function areWordCountsBetween(value: unknown, one: unknown, other: unknown): boolean {
  const [has, a, b] = [wordCountsOf(value), wordCountsOf(one), wordCountsOf(other)];
  return [...new Set([...has.keys(), ...a.keys(), ...b.keys()])].every((word) => {
    const [least = 0, most = 0] = [a.get(word) ?? 0, b.get(word) ?? 0].sort((x, y) => x - y);
    const count = has.get(word) ?? 0;
    return least <= count && count <= most;
  });
}

const wordSegmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

function wordCountsOf(value: unknown): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { segment } of wordSegmenter.segment(textOf(value))) {
    if (segment.trim() !== '') counts.set(segment, (counts.get(segment) ?? 0) + 1);
  }
  return counts;
}
