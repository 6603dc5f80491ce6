import { wordsOf } from '../store/words-in.ts';
import { saturated, termsOf, type WordTest, wordTests } from './match.ts';

type Term = { text: string; isForbidden: boolean; tests: WordTest[]; isPhrase: boolean; isAny: boolean };

/**
 * A query of the Studio's search: words that must all occur (`back pai*`), `"a phrase"`, `-excluded`.
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

  /** Whether every text with a word matches, with equal scores: the Studio's lists search for `*`. */
  isForAnyWord(): boolean {
    return this.terms.length > 0 && this.terms.every(({ isAny, isForbidden }) => isAny && !isForbidden);
  }

  /** The words that a matching text must have, with wildcards. */
  requiredTerms(): string[] {
    return this.terms.filter(({ isForbidden }) => !isForbidden).flatMap(({ text }) => termsOf(text));
  }

  /** Whether an index of words decides the query: it knows words and prefixes, but no phrases. */
  isIndexable(): boolean {
    return this.terms.every(({ text, isAny }) => isAny || simpleTerm.test(text));
  }

  /** The score of a whole document that matches. */
  wholeDocumentScore(): number {
    return this.terms.filter(({ isForbidden }) => !isForbidden).length * saturated(1);
  }

  /**
   * 0 where a term is missing or a forbidden one occurs. A text scores higher with the terms' frequency; a whole
   * document does not, since the frequency of a word anywhere in it says little about its subject.
   *
   * @param check is called before each term is searched for, and may throw to stop
   */
  score(value: unknown, check: () => void): number {
    if (this.isForAnyWord()) return hasWord(value) ? this.wholeDocumentScore() : 0;
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

/** A word or a prefix, of letters and digits only. */
const simpleTerm = /^[\p{L}\p{N}]{1,200}\*?$/u;

function hasObject(value: unknown): boolean {
  return Array.isArray(value) ? value.some(hasObject) : typeof value === 'object' && value !== null;
}

function frequencyOf({ tests, isPhrase, isAny }: Term, words: string[]): number {
  // The number of words says nothing about relevance.
  if (isAny) return words.length > 0 ? 1 : 0;
  return isPhrase ? countPhrase(tests, words) : countWords(tests, words);
}

/**
 * A term of several words needs all of them, so the least frequent decides. A term without words matches every text.
 */
function countWords(tests: WordTest[], words: string[]): number {
  if (tests.length === 0) return 1;
  return Math.min(...tests.map((test) => words.filter(test).length));
}

function countPhrase(tests: WordTest[], words: string[]): number {
  if (tests.length === 0) return 1;
  return words.filter((_, start) => tests.every((test, offset) => test(words[start + offset] ?? ''))).length;
}

/** Whether `textsIn` has a word; stops at the first. */
function hasWord(value: unknown): boolean {
  if (typeof value === 'string') return wordsOf(value).length > 0;
  if (Array.isArray(value)) return value.some(hasWord);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, item]) => !key.startsWith('_') && hasWord(item));
}

/** The readable texts in a value: without keys, types and references. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => (key.startsWith('_') ? [] : textsIn(item)));
}
