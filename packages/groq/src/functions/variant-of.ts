import { z } from 'zod';

const reference = z.object({ _ref: z.string() });
const stored = z.object({
  _system: z.object({ variants: z.array(reference).catch([]), variant: reference.optional().catch(undefined) }),
});
const folder = '_.variants.';

/**
 * Whether a document belongs to a variant, by the variant's short id. The Studio reads `_system.variants`, and the
 * single `_system.variant` of older documents.
 */
export function isPartOfVariant(document: unknown, variant: unknown): boolean | null {
  if (typeof variant !== 'string') return null;
  const system = stored.safeParse(document).data?._system;
  const references = [...(system?.variants ?? []), ...(system?.variant ? [system.variant] : [])];
  return references.some(({ _ref }) => _ref === variant || _ref === folder + variant);
}
