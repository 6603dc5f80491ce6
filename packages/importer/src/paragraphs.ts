import type { Paragraph } from './article-text.ts';

/** With a longer line, the text is not hard-wrapped: each line is a paragraph. */
const maxWrapWidth = 100;
const longestHeading = 100;

/**
 * The paragraphs of a text. An empty line always ends one. A line break also does, unless the text is hard-wrapped:
 * then the lines of a paragraph are joined.
 */
export function paragraphsOf(lines: readonly string[]): Paragraph[] {
  const width = Math.max(0, ...lines.map((line) => line.length));
  const isWrapped = width <= maxWrapWidth && lines.some((line) => line.trim() === '');
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

/** A hard-wrapped line ends where the next word did not fit. A line with room left ends its paragraph. */
function endsParagraph(line: string, next: string, width: number): boolean {
  if (/^(?:[-*•–]|\d{1,2}[.)])\s/.test(next)) return true;
  const nextWord = next.split(/\s/, 1)[0] ?? '';
  const hadRoom = line.length + 1 + nextWord.length <= width;
  return hadRoom && (endsLikeSentence(line) || line.length < width * 0.6);
}

function endsLikeSentence(line: string): boolean {
  return /[.!?:…]["”’)\]]*$/.test(line);
}

/** Short, begins with a word, and does not end like a sentence. */
export function looksLikeHeading(text: string): boolean {
  return text.length <= longestHeading && /^["“‘¿¡]?[\p{Letter}\p{Number}]/u.test(text) && !/[.,;…]["”’)]*$/.test(text);
}
