import { publishedIdOf } from '../document.ts';

/**
 * How `match` splits texts: as in groq-js, but without its group, which overflows the stack at a word of a million
 * letters.
 */
const words = /[^!@#$%^&*(),\\/?";:{}|[\]+<>\s-]+/g;
/** Texts that FTS5 splits as GROQ does. */
const isPlain = /^[\t\n\v\f\r -~]*$/;
const spaces = /\s/g;
/**
 * Control characters are parts of words in GROQ but separators in FTS5, so the index has a non-ASCII character instead.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are to be replaced
const controls = /[\0-\x08\x0e-\x1f\x7f\ufdd0-\ufdd2]/g;
const insteadOfControl = '\ufdd3';

/**
 * Prefixes of words that are not readable text: of ids, types and references. By them the index tells readable words
 * from others. They are Unicode noncharacters, which are replaced where a text contains them.
 */
export const wordMarks = { hidden: '\ufdd0', publishedId: '\ufdd1', ownId: '\ufdd2' };

/** Fields whose words are not indexed, so that a search in them can't use the index. */
export const namesWithoutWords = new Set(['_rev', '_createdAt', '_updatedAt', '_key']);

/**
 * Removes dots at the start or end of words. groq-js does so with `/(\b\.+|\.+\b)/g`, which is quadratic: half a minute
 * for a hundred thousand dots, since it searches from each of them. This expression searches only from the first of a
 * row.
 */
export function withoutDotsAtEdges(text: string): string {
  return text.replaceAll(/(?<=\w)\.+|(?<!\.)\.+(?=\w)/g, '');
}

export function wordsOf(text: string): string[] {
  return withoutDotsAtEdges(text).match(words) ?? [];
}

/**
 * Every word of a document that `match` could find, as a text for FTS5, whose tokenizer splits at the same ASCII
 * characters as GROQ. The spans of a block are also joined, as in `pt::text()`, since half of a word may be bold.
 */
export function wordsIn(document: { _id: string; [field: string]: unknown }): string {
  const shown: string[] = [];
  const hidden = new Set<string>();
  const pending: { value: unknown; isHidden: boolean }[] = [{ value: document, isHidden: false }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, isHidden } = next;
    if (typeof value === 'string') {
      if (isHidden) hidden.add(value);
      else shown.push(normalized(value));
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
  return wordsOf(text).map((word) => mark + normalized(word));
}

/** The words of a block that cross spans. */
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
 * Folds case as groq-js's case-insensitive regular expressions do, and such that a prefix of a word folds to a prefix.
 * `toLowerCase` makes ς of a final Σ and σ of any other; here all three become σ. İ stays, since `toLowerCase` would
 * make two letters of it, and regular expressions fold it to no other letter.
 */
export function foldCase(text: string): string {
  if (!text.includes('İ')) return text.toLowerCase().replaceAll('ς', 'σ');
  return text.split('İ').map(foldCase).join('İ');
}

/** Whether a text has more distinct words than this. */
export function hasMoreWordsThan(most: number, text: string): boolean {
  // Each word has a letter and a separator at least.
  if (text.length < 2 * most) return false;
  const found = new Set<string>();
  for (const [word] of text.matchAll(words)) {
    found.add(word.toLowerCase());
    if (found.size > most) return true;
  }
  return false;
}

/** Normalises what FTS5 does not: dots, case, and spaces beyond ASCII. */
function normalized(text: string): string {
  const plain = text.includes('.') ? withoutDotsAtEdges(text) : text;
  if (isPlain.test(plain)) return plain;
  return foldCase(plain).replaceAll(spaces, ' ').replaceAll(controls, insteadOfControl);
}
