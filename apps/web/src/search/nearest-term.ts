/**
 * The word of a vocabulary that a mistyped one most likely meant: one slip away, two in a long word. Of several at
 * the same distance, the most used one. Accents are no slips: many keyboards have none.
 */
export function nearestTerm(term: string, vocabulary: Iterable<{ term: string; uses: number }>): string | undefined {
  const allowed = slipsAllowed(term);
  const typed = withoutAccents(term);
  let best: { term: string; slips: number; uses: number } | undefined;
  for (const { term: known, uses } of vocabulary) {
    if (Math.abs(known.length - term.length) > allowed) continue;
    const slips = slipsBetween(typed, withoutAccents(known), allowed);
    if (slips > allowed) continue;
    if (best === undefined || slips < best.slips || (slips === best.slips && uses > best.uses)) {
      best = { term: known, slips, uses };
    }
  }
  return best?.term;
}

/** In short words every slip makes another word: those are taken as they are. */
export function slipsAllowed(term: string): number {
  if (term.length < 4) return 0;
  return term.length < 8 ? 1 : 2;
}

const accent = /\p{M}/gu;

function withoutAccents(word: string): string {
  return word.normalize('NFD').replace(accent, '');
}

/**
 * How many letters were left out, added, mistaken or swapped with their neighbour (optimal string alignment distance).
 * More than `most` is not counted out.
 */
export function slipsBetween(a: string, b: string, most: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const kept = at(last, j - 1) + (isSame ? 0 : 1);
      const swapped = isSwapped ? at(beforeLast, j - 2) + 1 : Number.POSITIVE_INFINITY;
      row[j] = Math.min(kept, at(last, j) + 1, at(row, j - 1) + 1, swapped);
    }
    if (Math.min(...row) > most) return most + 1;
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
