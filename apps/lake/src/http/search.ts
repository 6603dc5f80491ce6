import { httpLimits } from './limits.ts';

/** The parameters in a URL, in their order. */
export type Search = readonly (readonly [name: string, value: string])[];

/** Shorter texts are decoded faster than they are looked up. */
const shortestKept = 24;
const longestKept = httpLimits.keptParameter.value;
const mostKept = httpLimits.keptParameters.value;
const kept = new Map<string, string>();

/**
 * Reads what is behind a URL's question mark as `URLSearchParams` does. That is written for any text; here, thousands of
 * times a second, the same query comes with another parameter, and is decoded once.
 */
export function readSearch(search: string): Search {
  const parts = search.split('&').filter((part) => part !== '');
  return parts.map((part) => {
    const end = part.indexOf('=');
    return end === -1 ? [decoded(part), ''] : [decoded(part.slice(0, end)), decoded(part.slice(end + 1))];
  });
}

/** The first value of this name. */
export function valueIn(search: Search, wanted: string): string | undefined {
  return search.find(([name]) => name === wanted)?.[1];
}

/** All values of this name. */
export function valuesIn(search: Search, wanted: string): string[] {
  return search.flatMap(([name, value]) => (name === wanted ? [value] : []));
}

function decoded(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  if (text.length < shortestKept || text.length > longestKept) return decode(text);
  const known = kept.get(text);
  if (known !== undefined) return known;
  if (kept.size >= mostKept) kept.clear();
  const made = decode(text);
  kept.set(text, made);
  return made;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.includes('+') ? text.replaceAll('+', ' ') : text);
  } catch {
    // What is not well encoded has a meaning too, which only the original knows.
    return new URLSearchParams(`value=${text}`).get('value') ?? '';
  }
}
