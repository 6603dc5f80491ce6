import { z } from 'zod';

/**
 * A BCP 47 language tag, as in HTML's `lang`.
 *
 * @param error the sentence for an editor
 * @see https://www.rfc-editor.org/info/bcp47
 */
export const language = (error: string) =>
  z
    .string({ error })
    .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, { error, abort: true })
    .refine(isAcceptedByIntl, { error });

/** Whether `Intl` accepts it: with `en-12`, formatting a date throws, and no page would render. */
function isAcceptedByIntl(code: string): boolean {
  try {
    return Intl.getCanonicalLocales(code).length > 0;
  } catch {
    return false;
  }
}
