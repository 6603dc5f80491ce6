/**
 * While a document refers to a draft, its reference is weak and says so by `_strengthenOnPublish`.
 * Publishing makes such references strong, unless the field asked for weak ones.
 * @see https://www.sanity.io/docs/studio/reference-type
 */
export function strengthenReferences<Value>(value: Value): Value;
export function strengthenReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => strengthenReferences(item));
  if (typeof value !== 'object' || value === null) return value;
  if ('_strengthenOnPublish' in value && '_ref' in value) return strengthened(value);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, strengthenReferences(item)]));
}

function strengthened(reference: { _strengthenOnPublish: unknown; _weak?: unknown }): object {
  const { _strengthenOnPublish: wish, _weak, ...rest } = reference;
  const staysWeak = typeof wish === 'object' && wish !== null && 'weak' in wish && wish.weak === true;
  return staysWeak ? { ...rest, _weak: true } : rest;
}
