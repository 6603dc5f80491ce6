import type { Paragraph } from './article-text.ts';

/** Beyond this, lines are as long as their paragraphs and were not broken to fit a screen. */
const widestWrap = 100;
const longestHeading = 100;

/**
 * The paragraphs of a text. An empty line always ends one. A line break does where lines are not wrapped;
 * where they are, a wrapped paragraph is put together again.
 */
export function paragraphsOf(lines: readonly string[]): Paragraph[] {
  const width = Math.max(0, ...lines.map((line) => line.length));
  const isWrapped = width <= widestWrap && lines.some((line) => line.trim() === '');
  const paragraphs: string[][] = [];
  let before: string | undefined;
  for (const line of lines.map((text) => text.trim())) {
    const continues = isWrapped && before !== undefined && !endsParagraph(before, line, width);
    if (line !== '' && continues) paragraphs.at(-1)?.push(line);
    else if (line !== '') paragraphs.push([line]);
    before = line === '' ? undefined : line;
  }
  return paragraphs.map((parts) => {
    const text = parts.join(' ');
    return { text, standsOut: parts.length === 1 && looksLikeHeading(text) };
  });
}

/** A wrapped line ends where the next word did not fit. One that had room left was ended by its writer. */
function endsParagraph(line: string, next: string, width: number): boolean {
  if (/^(?:[-*•–]|\d{1,2}[.)])\s/.test(next)) return true;
  const nextWord = next.split(/\s/, 1)[0] ?? '';
  const hadRoom = line.length + 1 + nextWord.length <= width;
  return hadRoom && (endsLikeSentence(line) || line.length < width * 0.6);
}

function endsLikeSentence(line: string): boolean {
  return /[.!?:…]["”’)\]]*$/.test(line);
}

/** Short, begins with a word, and does not end as a sentence of a story does. */
export function looksLikeHeading(text: string): boolean {
  return text.length <= longestHeading && /^["“‘¿¡]?[\p{Letter}\p{Number}]/u.test(text) && !/[.,;…]["”’)]*$/.test(text);
}
