import { z } from 'zod';

/**
 * A language, as HTML's `lang` has it.
 *
 * @param error the sentence for an editor
 * @see https://www.rfc-editor.org/info/bcp47
 */
export const language = (error: string) =>
  z
    .string({ error })
    .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, { error, abort: true })
    .refine(isKnown, { error });

/** Whether days and numbers can be written in it: `en-12` looks like a language, and would break every page. */
function isKnown(code: string): boolean {
  try {
    return Intl.getCanonicalLocales(code).length > 0;
  } catch {
    return false;
  }
}
