/** Estimates of readability for English. */

/** Splits a text into sentences; ignores the full stops of abbreviations. */
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

/** Counts groups of vowels without silent ones; “io” is two syllables in “serious”, but one in “tension”. */
export function syllablesIn(word: string): number {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  if (letters.length <= 3) return 1;
  const spoken = letters
    .replace(/(?:[^laeiouy]es|[^td]ed|[^l]e)$/, (ending) => ending.slice(0, 1))
    .replace(/(?<![cgst])io|io(?![nu])/, 'i-o');
  return Math.max(1, spoken.match(/[aeiouy]+/g)?.length ?? 1);
}

/**
 * The Flesch–Kincaid grade: the American school grade that can read the text.
 *
 * @see https://en.wikipedia.org/wiki/Flesch–Kincaid_readability_tests
 */
export function gradeOf(text: string): number {
  const sentences = sentencesOf(text).length;
  const words = wordsOf(text);
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59;
}
