/** How hard a text is to read. Estimates for English, good enough to notice a page that got too hard. */

/** Abbreviations' full stops end no sentence. */
export function sentencesOf(text: string): string[] {
  return text
    .replace(/\b(?:Dr|e\.g|i\.e|vs)\./g, (found) => found.replaceAll('.', ''))
    .split(/(?<=[.!?…]["”’)]?)\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}/u.test(sentence));
}

export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}’'-]*/gu) ?? [];
}

/** Counts groups of vowels, less the silent ones; “io” is two, as in “serious”, but not in “tension”. */
export function syllablesIn(word: string): number {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  if (letters.length <= 3) return 1;
  const spoken = letters
    .replace(/(?:[^laeiouy]es|[^td]ed|[^l]e)$/, (ending) => ending.slice(0, 1))
    .replace(/(?<![cgst])io|io(?![nu])/, 'i-o');
  return Math.max(1, spoken.match(/[aeiouy]+/g)?.length ?? 1);
}

/**
 * The American school grade that can follow the text; add five for an age.
 *
 * @see https://en.wikipedia.org/wiki/Flesch–Kincaid_readability_tests
 */
export function gradeOf(text: string): number {
  const sentences = sentencesOf(text).length;
  const words = wordsOf(text);
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59;
}
