/** All that can be read in a value, whatever its shape, a line for each text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value))
    return value
      .map(textOf)
      .filter(Boolean)
      .join(isText(value) ? '' : '\n');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .filter(([name]) => !name.startsWith('_') && !markup.has(name))
    .map(([, each]) => textOf(each))
    .filter(Boolean)
    .join('\n');
}

/** What says how Portable Text looks, not what it says. */
const markup = new Set(['style', 'listItem', 'level', 'marks', 'markDefs']);

/** Spans, which stand beside each other in a line. */
function isText(values: unknown[]): boolean {
  return values.every((each) => typeof each === 'object' && each !== null && '_type' in each && each._type === 'span');
}

/**
 * Whether a value holds every word and mark that was typed into its place, as after another person's words were merged with
 * these. What says nothing, such as an image, or was only taken away, is not there.
 */
export function hasWordsOf(current: unknown, stored: unknown, typed: unknown): boolean {
  const before = countsOf(stored);
  const now = countsOf(current);
  const added = [...countsOf(typed)].filter(([word, count]) => count > (before.get(word) ?? 0));
  return added.length > 0 && added.every(([word, count]) => (now.get(word) ?? 0) >= count);
}

/** Whether a value has of each word as many as one of two others, or a number between. */
export function haveWordsBetween(value: unknown, one: unknown, other: unknown): boolean {
  const [has, a, b] = [countsOf(value), countsOf(one), countsOf(other)];
  return [...new Set([...has.keys(), ...a.keys(), ...b.keys()])].every((word) => {
    const [least = 0, most = 0] = [a.get(word) ?? 0, b.get(word) ?? 0].sort((x, y) => x - y);
    const count = has.get(word) ?? 0;
    return least <= count && count <= most;
  });
}

const words = new Intl.Segmenter(undefined, { granularity: 'word' });

function countsOf(value: unknown): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { segment } of words.segment(textOf(value))) {
    if (segment.trim() !== '') counts.set(segment, (counts.get(segment) ?? 0) + 1);
  }
  return counts;
}
