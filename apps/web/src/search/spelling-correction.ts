/**
 * The word of a vocabulary that a mistyped term most likely means: at the smallest edit distance that is allowed, and of
 * several words the most used. Accents don't count, since many keyboards have none.
 */
export function closestTerm(term: string, vocabulary: Iterable<{ term: string; uses: number }>): string | undefined {
  const allowed = allowedEdits(term);
  const typed = withoutAccents(term);
  let best: { term: string; edits: number; uses: number } | undefined;
  for (const { term: known, uses } of vocabulary) {
    if (Math.abs(known.length - term.length) > allowed) continue;
    const edits = editDistance(typed, withoutAccents(known), allowed);
    if (edits > allowed) continue;
    if (best === undefined || edits < best.edits || (edits === best.edits && uses > best.uses)) {
      best = { term: known, edits, uses };
    }
  }
  return best?.term;
}

/** None for short words, of which every edit makes another word. */
export function allowedEdits(term: string): number {
  if (term.length < 4) return 0;
  return term.length < 8 ? 1 : 2;
}

const accent = /\p{M}/gu;

function withoutAccents(word: string): string {
  return word.normalize('NFD').replace(accent, '');
}

/** The optimal string alignment distance: `max + 1` for any that is greater than `max`. */
export function editDistance(a: string, b: string, max: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      const isTransposed = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const substituted = at(last, j - 1) + (isSame ? 0 : 1);
      const transposed = isTransposed ? at(beforeLast, j - 2) + 1 : Number.POSITIVE_INFINITY;
      row[j] = Math.min(substituted, at(last, j) + 1, at(row, j - 1) + 1, transposed);
    }
    if (Math.min(...row) > max) return max + 1;
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
