import { z } from 'zod';
import { language } from './language.ts';

/**
 * An annotation on words in another language than the text's, so that screen readers pronounce them correctly.
 *
 * @see https://www.w3.org/TR/WCAG22/#language-of-parts
 */
export const otherLanguage = z.object({
  _type: z.literal('otherLanguage'),
  _key: z.string(),
  language: language('Give the language of these words as a code, such as de or la.'),
});

export type OtherLanguage = z.infer<typeof otherLanguage>;
