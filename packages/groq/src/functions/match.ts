import { queryLimits } from '../limits.ts';
import { foldCase, withoutDotsAtEdges, wordsOf } from '../store/words-in.ts';

/**
 * How `match` splits patterns: as in groq-js, but without its group, which overflows the stack at a word of a million
 * letters.
 */
const wordsWithWildcards = /[^!@#$%^&(),\\/?";:{}|[\]+<>\s-]+/g;
const longestTerm = queryLimits.term.value;
const mostPatterns = queryLimits.patterns.value;

export type WordTest = (word: string) => boolean;

const patterns = new Map<string, WordTest[]>();

/** The words of a pattern with their wildcards, truncated to the limit. */
export function termsOf(pattern: string): string[] {
  const terms: string[] = withoutDotsAtEdges(pattern).match(wordsWithWildcards) ?? [];
  return terms.map((term) => term.slice(0, longestTerm));
}

/** One test for each word of a pattern, in which `*` stands for anything. */
export function wordTests(pattern: string): WordTest[] {
  const known = patterns.get(pattern);
  if (known) return known;
  const tests = termsOf(pattern).map(wordTest);
  if (patterns.size >= mostPatterns) patterns.clear();
  patterns.set(pattern, tests);
  return tests;
}

/**
 * groq-js makes one regular expression of a pattern, which takes exponential time with several wildcards. This searches
 * for the pieces between the wildcards one after the other, in linear time.
 */
function wordTest(term: string): WordTest {
  const [first = '', ...rest] = foldCase(term).split('*');
  const last = rest.pop();
  if (last === undefined) return (word) => word.length === first.length && isAt(first, foldCase(word), 0);
  return (original) => {
    const word = foldCase(original);
    if (word.length < first.length + last.length || !isAt(first, word, 0)) return false;
    const end = word.length - last.length;
    if (!isAt(last, word, end)) return false;
    let from = first.length;
    for (const piece of rest) {
      const found = find(piece, word, from);
      if (found === -1 || found + piece.length > end) return false;
      from = found + piece.length;
    }
    return true;
  };
}

/** A dot in a pattern matches any character, as in groq-js. */
function isAt(piece: string, word: string, from: number): boolean {
  for (let i = 0; i < piece.length; i++) {
    if (piece[i] !== '.' && piece[i] !== word[from + i]) return false;
  }
  return from + piece.length <= word.length;
}

function find(piece: string, word: string, from: number): number {
  if (!piece.includes('.')) return word.indexOf(piece, from);
  for (let i = from; i + piece.length <= word.length; i++) if (isAt(piece, word, i)) return i;
  return -1;
}

/** `isText` is false where a part of the value is no text: `match` is then false. */
function gather(value: unknown): { texts: string[]; isText: boolean } {
  if (typeof value === 'string') return { texts: [value], isText: true };
  if (!Array.isArray(value)) return { texts: [], isText: false };
  const texts = value.filter((item) => typeof item === 'string');
  return { texts, isText: texts.length === value.length };
}

/**
 * GROQ's `left match right`.
 *
 * @param check is called before each word of the pattern is searched for, and may throw to stop
 */
export function matches(left: unknown, right: unknown, check: () => void): boolean {
  const pattern = gather(right);
  const tests = pattern.texts.flatMap(wordTests);
  const tokens = gather(left).texts.flatMap(wordsOf);
  const isFound = (test: WordTest): boolean => {
    check();
    return tokens.some(test);
  };
  return pattern.isText && tests.length > 0 && tokens.length > 0 && tests.every(isFound);
}

/** The score of `left match right`: frequent words count more, with diminishing returns (BM25). */
export function matchScore(left: unknown, right: unknown, check: () => void): number {
  const pattern = gather(right);
  const tests = pattern.texts.flatMap(wordTests);
  const tokens = gather(left).texts.flatMap(wordsOf);
  if (!pattern.isText || tokens.length === 0) return 0;
  return tests.reduce((score, test) => {
    check();
    return score + saturated(tokens.filter(test).length);
  }, 0);
}

/** BM25 term saturation, with k1 = 1.2. */
export function saturated(frequency: number): number {
  return (frequency * 2.2) / (frequency + 1.2);
}
