import { z } from 'zod';

const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const longestSlug = 96;

/** The last part of a document's address. Sanity stores it as `{_type: 'slug', current}`. */
export const slug = z.object(
  {
    _type: z.literal('slug').optional(),
    current: z
      .string({ error: 'Generate a slug, the last part of the address.' })
      .min(1, { error: 'Generate a slug, the last part of the address.' })
      .max(longestSlug, { error: `Shorten the slug to ${longestSlug} characters.` })
      .regex(slugPattern, { error: 'Use only small letters, digits and single hyphens in the slug.' }),
  },
  { error: 'Generate a slug, the last part of the address.' },
);

export type Slug = z.infer<typeof slug>;

/**
 * Generates a slug from a title: "Café & Back Pain" becomes `cafe-and-back-pain`.
 * Empty when the title has no letter of the Latin alphabet and no digit.
 */
export function slugOf(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[’'‘]/g, '')
    .replace(/&/g, ' and ')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestSlug)
    .replace(/^-+|-+$/g, '');
}
