import { z } from 'zod';

const reference = z.object({ _ref: z.string() });
const stored = z.object({
  _system: z.object({ variants: z.array(reference).catch([]), variant: reference.optional().catch(undefined) }),
});
const folder = '_.variants.';

/**
 * `sanity::partOfVariant()`: whether a document belongs to a variant, given by its short id. Documents have
 * `_system.variants`, older ones a single `_system.variant`.
 */
export function isPartOfVariant(document: unknown, variant: unknown): boolean | null {
  if (typeof variant !== 'string') return null;
  const system = stored.safeParse(document).data?._system;
  const references = [...(system?.variants ?? []), ...(system?.variant ? [system.variant] : [])];
  return references.some(({ _ref }) => _ref === variant || _ref === folder + variant);
}
