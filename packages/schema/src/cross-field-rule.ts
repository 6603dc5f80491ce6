import type { z } from 'zod';

/**
 * Zod's `when` for a cross-field refinement: runs it once these fields are valid. By default zod skips refinements
 * until the whole object is valid, and an editor would only see the issue after all others are fixed.
 *
 * @see https://zod.dev/api#when
 */
export function whenFieldsAreValid(fields: z.ZodType) {
  return ({ value }: { value: unknown }) => fields.safeParse(value).success;
}
