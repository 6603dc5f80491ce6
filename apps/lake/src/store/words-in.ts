import { publishedIdOf } from '../document.ts';

/** How `match` splits texts: as groq-js, without its group, which overflows the stack at a word of a million letters. */
const words = /[^!@#$%^&*(),\\/?";:{}|[\]+<>\s-]+/g;
const isAscii = /^[\0-\x7f]*$/;
const spaces = /\s/g;

/** Names whose values the index leaves out: no list of words could answer a search in them. */
export const namesWithoutWords = new Set(['_rev', '_createdAt', '_updatedAt', '_key']);

/**
 * Without the dots that begin or end a word. groq-js does it with `/(\b\.+|\.+\b)/g`, which gives the same, but takes
 * half a minute for a hundred thousand dots: from each of them it looks for the end of all, where this one looks from
 * the first of a row only.
 */
export function withoutDotsAtEdges(text: string): string {
  return text.replaceAll(/(?<=\w)\.+|(?<!\.)\.+(?=\w)/g, '');
}

export function wordsOf(text: string): string[] {
  return withoutDotsAtEdges(text).match(words) ?? [];
}

/**
 * Every word in a document that `match` could find, for FTS5 to split, which it does as GROQ does: it cuts at the same
 * characters of ASCII, and lets each word count once. A block's text counts as one, as in `pt::text()`: half of a word
 * may be bold.
 */
export function wordsIn(document: { _id: string; [field: string]: unknown }): string {
  const found = [forIndex(publishedIdOf(document._id))];
  const pending: unknown[] = [document];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === 'string') found.push(forIndex(next));
    else if (Array.isArray(next)) for (const item of next) pending.push(item);
    else if (typeof next === 'object' && next !== null) {
      for (const [name, item] of Object.entries(next)) if (!namesWithoutWords.has(name)) pending.push(item);
      if ('children' in next && Array.isArray(next.children) && next.children.length > 1) {
        found.push(forIndex(textOf(next.children)));
      }
    }
  }
  return found.join(' ');
}

/**
 * In small letters, wherever a text is cut. `toLowerCase` makes a ς of a Σ that ends a word and a σ of any other, so that
 * the beginning of a word would not be found; to groq-js, whose regular expressions ignore case, all three are one.
 */
export function inSmallLetters(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ');
}

/** Whether a text has more different words than this. */
export function hasMoreWordsThan(most: number, text: string): boolean {
  // Between two words there is a space at least.
  if (text.length < 2 * most) return false;
  const found = new Set<string>();
  for (const [word] of text.matchAll(words)) {
    found.add(word.toLowerCase());
    if (found.size > most) return true;
  }
  return false;
}

/** What FTS5 does not do by itself: dots, small letters and spaces beyond ASCII. */
function forIndex(text: string): string {
  const plain = text.includes('.') ? withoutDotsAtEdges(text) : text;
  if (isAscii.test(plain)) return plain;
  return inSmallLetters(plain).replaceAll(spaces, ' ');
}

function textOf(spans: unknown[]): string {
  const isSpan = (item: unknown): item is { text: string } =>
    typeof item === 'object' && item !== null && 'text' in item && typeof item.text === 'string';
  return spans
    .filter((item) => isSpan(item) && '_type' in item && item._type === 'span')
    .map((item) => (isSpan(item) ? item.text : ''))
    .join('');
}
