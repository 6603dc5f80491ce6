import { z } from 'zod';
import { callout } from './callout.ts';
import { careCard } from './care-card.ts';
import { figure } from './figure.ts';
import { simpleTextBlock, textBlock } from './text-block.ts';

/**
 * The running text of a section or page: text blocks, figures, callouts and care cards.
 *
 * @param missing the sentence for an editor who wrote nothing
 */
export const portableText = (missing: string) =>
  z
    .array(z.discriminatedUnion('_type', [textBlock, figure.extend({ _key: z.string() }), callout, careCard]), {
      error: missing,
    })
    .refine(hasWords, { error: missing });

export type PortableText = z.infer<ReturnType<typeof portableText>>;
export type PortableTextItem = PortableText[number];

const writeLead = 'Write the lead: what a reader should know first.';

/** Portable Text without headings, lists and figures: an article's lead. */
export const leadText = z
  .array(
    simpleTextBlock.refine((item) => item.listItem === undefined, {
      error: 'Keep lists out of the lead.',
      path: ['listItem'],
    }),
    { error: writeLead },
  )
  .refine(hasWords, { error: writeLead });

/** False for blocks of white space and for figures alone. */
function hasWords(items: readonly { _type: string }[]): boolean {
  return items.some((item) => item._type !== 'figure' && /\S/.test(plainText([item])));
}

/**
 * The plain text of Portable Text, one line for each block, without marks, citations and images.
 * Includes callouts and care cards: their heading, then their blocks.
 */
export function plainText(items: readonly unknown[]): string {
  return items
    .map((item) => {
      const words = wordsOf.safeParse(item);
      if (!words.success) return '';
      const { children = [], title, heading, body = [] } = words.data;
      const own = children.map((child) => child.text ?? '').join('');
      return [title, heading, own, plainText(body)].filter((line) => line !== undefined && line !== '').join('\n');
    })
    .filter((line) => line !== '')
    .join('\n');
}

const wordsOf = z.object({
  children: z.array(z.object({ text: z.string().optional() })).optional(),
  title: z.string().optional(),
  heading: z.string().optional(),
  body: z.array(z.unknown()).optional(),
});
