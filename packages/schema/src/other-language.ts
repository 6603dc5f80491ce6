import { z } from 'zod';
import { language } from './language.ts';

/**
 * Words in another language than the text's: a mark on them, so that screen readers pronounce them.
 *
 * @see https://www.w3.org/TR/WCAG22/#language-of-parts
 */
export const otherLanguage = z.object({
  _type: z.literal('otherLanguage'),
  _key: z.string(),
  language: language('Give the language of these words as a code, such as de or la.'),
});

export type OtherLanguage = z.infer<typeof otherLanguage>;
