import { limits } from '../limits.ts';

const mostTerms = limits.terms.value;
const longestTerm = limits.term.value;

/** The words of what somebody typed: nothing in it is an operator. */
export function termsOf(query: string): string[] {
  const terms =
    query
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(terms.map((term) => term.slice(0, longestTerm)))].slice(0, mostTerms);
}

/*
 * What FTS5 understands.
 * @see https://www.sqlite.org/fts5.html#full_text_query_syntax
 */

/** The word itself, with any ending. */
export const whole = (term: string): string => `"${term}"`;
/** Words whose stem begins so. */
export const begins = (term: string): string => (term.length < 2 ? whole(term) : `"${term}" *`);
export const anyOf = (terms: readonly string[]): string => terms.map(whole).join(' OR ');
