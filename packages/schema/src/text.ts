import { z } from 'zod';

/**
 * A required text.
 *
 * @param missing the sentence for an editor who left it out
 * @param longest the most characters it may have, with the sentence for more
 */
export function requiredText(missing: string, longest?: { length: number; sentence: string }) {
  const text = z.string({ error: missing }).regex(/\S/, { error: missing });
  return longest === undefined ? text : text.max(longest.length, { error: longest.sentence });
}

/** An optional text. */
export function optionalText(longest?: { length: number; sentence: string }) {
  const text = z.string();
  return (longest === undefined ? text : text.max(longest.length, { error: longest.sentence })).optional();
}

/** A calendar day, `YYYY-MM-DD`, as Sanity's `date` type stores it. */
export function day(sentence: string) {
  return z.iso.date({ error: sentence });
}

/** A moment, ISO 8601 with a time zone, as Sanity's `datetime` type stores it. */
export function moment(sentence: string) {
  return z.iso.datetime({ offset: true, error: sentence });
}
