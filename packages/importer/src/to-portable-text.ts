import type { TextBlock } from '@bodytext/schema/text-block';
import type { Paragraph } from './article-text.ts';
import { sha256 } from './identity.ts';

/** Derives keys from the text, so that a paragraph keeps its key, and thereby its comments, when others change. */
export function toPortableText(place: string, paragraphs: readonly Paragraph[]): (TextBlock & { style: string })[] {
  const seen = new Map<string, number>();
  return paragraphs.map(({ text, standsOut }) => {
    const times = seen.get(text) ?? 0;
    seen.set(text, times + 1);
    const key = sha256(`${place}\n${text}\n${times}`).slice(0, 12);
    return {
      _type: 'block',
      _key: key,
      style: standsOut ? 'h3' : 'normal',
      children: [{ _type: 'span', _key: `${key}0`, text, marks: [] }],
      markDefs: [],
    };
  });
}
