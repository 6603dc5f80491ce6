import { z } from 'zod';
import { claim } from './claim.ts';
import { documentReference, typesWithPage } from './document-reference.ts';
import { otherLanguage } from './other-language.ts';
import { webAddress } from './web-address.ts';

/**
 * A paragraph, subheading or list item.
 *
 * @see https://www.portabletext.org/specification/
 */

const linkSentence = 'Give the link a full address, such as https://www.example.org/page.';

export const link = z.object({
  _type: z.literal('link'),
  _key: z.string(),
  href: webAddress(linkSentence, ['https', 'http', 'mailto', 'tel']),
});

export const internalLink = z.object({
  _type: z.literal('internalLink'),
  _key: z.string(),
  reference: documentReference('Choose the page that the link leads to.', ...typesWithPage),
});

/** A numbered citation in the text, which points to a literature reference. */
export const citation = z.object({
  _type: z.literal('citation'),
  _key: z.string(),
  reference: documentReference('Choose the reference that is cited.', 'literatureReference'),
});

const span = z.object({
  _type: z.literal('span'),
  _key: z.string(),
  text: z.string(),
  /** `strong`, `em`, or the `_key` of one of the block's mark definitions. */
  marks: z.array(z.string()).optional(),
});

const block = z.object({
  _type: z.literal('block'),
  _key: z.string(),
  children: z.array(z.discriminatedUnion('_type', [span, citation])),
  markDefs: z.array(z.discriminatedUnion('_type', [link, internalLink, claim, otherLanguage])).optional(),
  listItem: z.enum(['bullet', 'number']).optional(),
  level: z.number().int().min(1).max(3, { error: 'Nest lists three deep at most.' }).optional(),
});

/** A block of a section: headings start at h3, since the section's own heading is h2. */
export const textBlock = block.extend({
  style: z.enum(['normal', 'h3', 'h4'], { error: 'Use a paragraph, a subheading or a smaller subheading.' }).optional(),
});

/** A block of a lead, callout, care card or biography: no headings. */
export const simpleTextBlock = block.extend({
  style: z.literal('normal', { error: 'Use paragraphs and lists here, no headings.' }).optional(),
});

export const simpleText = (missing: string) =>
  z.array(simpleTextBlock, { error: missing }).refine((blocks) => blocks.some(hasSpanWithWords), { error: missing });

function hasSpanWithWords(item: SimpleBlock): boolean {
  return item.children.some((child) => child._type === 'span' && /\S/.test(child.text));
}

export type SimpleBlock = z.infer<typeof simpleTextBlock>;
export type TextBlock = z.infer<typeof textBlock>;
export type Link = z.infer<typeof link>;
export type InternalLink = z.infer<typeof internalLink>;
export type Citation = z.infer<typeof citation>;
