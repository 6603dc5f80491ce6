import { wordsOf } from '../store/words-in.ts';
import { saturated, termsOf, type WordTest, wordTests } from './match.ts';

type Term = { text: string; isForbidden: boolean; tests: WordTest[]; isPhrase: boolean; isAny: boolean };

/**
 * What the Studio's search sends: words that must all occur (`back pai*`), `"a phrase"`, `-not this`.
 * @see https://www.sanity.io/docs/content-lake/groq-functions#text-query
 */
export class TextQuery {
  readonly terms: Term[];

  constructor(query: string) {
    this.terms = [...query.matchAll(/(-?)"([^"]*)"|(-?)(\S+)/g)].map(([, phraseSign, phrase, sign, word]) => ({
      text: phrase ?? word ?? '',
      isForbidden: (phraseSign ?? sign) === '-',
      tests: wordTests(phrase ?? word ?? ''),
      isPhrase: phrase !== undefined,
      isAny: /^\*+$/.test(phrase ?? word ?? ''),
    }));
  }

  /** Whether every text that has a word scores, and all alike: the Studio's lists search for `*`. */
  isForAnyWord(): boolean {
    return this.terms.length > 0 && this.terms.every(({ isAny, isForbidden }) => isAny && !isForbidden);
  }

  /** The words that every text that scores must have, with their wildcards. */
  requiredTerms(): string[] {
    return this.terms.filter(({ isForbidden }) => !isForbidden).flatMap(({ text }) => termsOf(text));
  }

  /** Whether an index of words tells all: of words and their beginnings, but not of words beside each other. */
  isTellable(): boolean {
    return this.terms.every(({ text, isAny }) => isAny || simpleTerm.test(text));
  }

  /** What a whole document scores that has all of it. */
  scoreOfWhole(): number {
    return this.terms.filter(({ isForbidden }) => !isForbidden).length * saturated(1);
  }

  /**
   * 0 where a term is missing or a forbidden one occurs; a text that has the terms more often scores higher, but
   * not a whole document: of its many words none says what it is about.
   *
   * @param check is called before each term, which is looked for among all words: whoever calls may throw
   */
  score(value: unknown, check: () => void): number {
    if (this.isForAnyWord()) return hasWord(value) ? this.scoreOfWhole() : 0;
    const words = textsIn(value).flatMap(wordsOf);
    const most = hasObject(value) ? 1 : Number.POSITIVE_INFINITY;
    let total = 0;
    for (const term of this.terms) {
      check();
      const frequency = frequencyOf(term, words);
      if (term.isForbidden ? frequency > 0 : frequency === 0) return 0;
      if (!term.isForbidden) total += saturated(Math.min(frequency, most));
    }
    return total;
  }
}

/** A word or its beginning, in letters that are the same wherever they stand. */
const simpleTerm = /^[\p{L}\p{N}]{1,200}\*?$/u;

function hasObject(value: unknown): boolean {
  return Array.isArray(value) ? value.some(hasObject) : typeof value === 'object' && value !== null;
}

function frequencyOf({ tests, isPhrase, isAny }: Term, words: string[]): number {
  // It says nothing of a text that it has many words.
  if (isAny) return words.length > 0 ? 1 : 0;
  return isPhrase ? countPhrase(tests, words) : countWords(tests, words);
}

/** The least frequent word decides, so that a term of several words has them all. `*` alone is in every text. */
function countWords(tests: WordTest[], words: string[]): number {
  if (tests.length === 0) return 1;
  return Math.min(...tests.map((test) => words.filter(test).length));
}

function countPhrase(tests: WordTest[], words: string[]): number {
  if (tests.length === 0) return 1;
  return words.filter((_, start) => tests.every((test, offset) => test(words[start + offset] ?? ''))).length;
}

/** The same as whether `textsIn` has a word, without going through all of it. */
function hasWord(value: unknown): boolean {
  if (typeof value === 'string') return wordsOf(value).length > 0;
  if (Array.isArray(value)) return value.some(hasWord);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, item]) => !key.startsWith('_') && hasWord(item));
}

/** Every text a reader could see in a value: not keys, types and references. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => (key.startsWith('_') ? [] : textsIn(item)));
}
