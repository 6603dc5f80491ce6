import { publishedIdOf } from '../document.ts';

/** How `match` splits texts: as groq-js, without its group, which overflows the stack at a word of a million letters. */
const words = /[^!@#$%^&*(),\\/?";:{}|[\]+<>\s-]+/g;
/** What SQLite splits as GROQ does. */
const isPlain = /^[\t\n\v\f\r -~]*$/;
const spaces = /\s/g;
/** To GROQ these are parts of words, to SQLite they are between words, unless something beyond ASCII stands for them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\0-\x08\x0e-\x1f\x7f\ufdd0-\ufdd2]/g;
const insteadOfControl = '\ufdd3';

/**
 * Before words that nobody reads as a part of the document: of ids, types and references. With a mark of their own, the
 * index tells whether a word is to be read in a document. Unicode keeps these characters free: whatever text has them
 * all the same is indexed without.
 */
export const wordMarks = { hidden: '\ufdd0', publishedId: '\ufdd1', ownId: '\ufdd2' };

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
  const shown: string[] = [];
  const hidden = new Set<string>();
  const pending: { value: unknown; isHidden: boolean }[] = [{ value: document, isHidden: false }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, isHidden } = next;
    if (typeof value === 'string') {
      if (isHidden) hidden.add(value);
      else shown.push(forIndex(value));
    } else if (Array.isArray(value)) for (const item of value) pending.push({ value: item, isHidden });
    else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) {
        if (!namesWithoutWords.has(name)) pending.push({ value: item, isHidden: isHidden || name.startsWith('_') });
      }
      if ('children' in value && Array.isArray(value.children)) {
        for (const word of wordsAcross(value.children)) hidden.add(word);
      }
    }
  }
  return [
    ...marked(wordMarks.publishedId, publishedIdOf(document._id)),
    ...marked(wordMarks.ownId, document._id),
    ...[...hidden].flatMap((text) => marked(wordMarks.hidden, text)),
    ...shown,
  ].join(' ');
}

function marked(mark: string, text: string): string[] {
  return wordsOf(text).map((word) => mark + forIndex(word));
}

/** The words of a block that are in no span alone. */
function wordsAcross(spans: unknown[]): string[] {
  if (spans.length < 2) return [];
  const texts = spans.flatMap((item) => (isSpan(item) ? [item.text] : []));
  const alone = new Set(texts.flatMap(wordsOf));
  return wordsOf(texts.join('')).filter((word) => !alone.has(word));
}

function isSpan(item: unknown): item is { text: string } {
  const isObject = typeof item === 'object' && item !== null;
  return isObject && '_type' in item && item._type === 'span' && 'text' in item && typeof item.text === 'string';
}

/**
 * In small letters, wherever a text is cut. `toLowerCase` makes a ς of a Σ that ends a word and a σ of any other, so that
 * the beginning of a word would not be found; to groq-js, whose regular expressions ignore case, all three are one. İ
 * stays: it would become two letters, and to such an expression it is no other letter.
 */
export function inSmallLetters(text: string): string {
  if (!text.includes('İ')) return text.toLowerCase().replaceAll('ς', 'σ');
  return text.split('İ').map(inSmallLetters).join('İ');
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
  if (isPlain.test(plain)) return plain;
  return inSmallLetters(plain).replaceAll(spaces, ' ').replaceAll(controls, insteadOfControl);
}
