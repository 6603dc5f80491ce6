import type { z } from 'zod';

/**
 * When a rule between fields may speak: as soon as those fields are right by themselves.
 * Zod would stay silent until every other field is right too, and editors would learn of it one publication later.
 *
 * @see https://zod.dev/api#when
 */
export function onceValid(fields: z.ZodType) {
  return ({ value }: { value: unknown }) => fields.safeParse(value).success;
}
