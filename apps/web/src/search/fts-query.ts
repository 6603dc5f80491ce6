import { limits } from '../limits.ts';

/** The terms of a query: letters and digits only, so that nothing in them is an FTS5 operator. */
export function termsOf(query: string): string[] {
  const terms =
    query
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(terms.map((term) => term.slice(0, limits.term.value)))].slice(0, limits.terms.value);
}

/*
 * FTS5 query syntax.
 * @see https://www.sqlite.org/fts5.html#full_text_query_syntax
 */

/** Matches the term's stem, and so the term with any ending. */
export const phrase = (term: string): string => `"${term}"`;
/** Matches stems that start with the term. */
export const prefix = (term: string): string => (term.length < 2 ? phrase(term) : `"${term}" *`);
export const anyOf = (terms: readonly string[]): string => terms.map(phrase).join(' OR ');
