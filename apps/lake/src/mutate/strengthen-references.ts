/**
 * A reference to a draft is weak, and marked with `_strengthenOnPublish`. Publishing makes such references strong,
 * unless the field is a weak one.
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
  const { _strengthenOnPublish: marker, _weak, ...rest } = reference;
  const staysWeak = typeof marker === 'object' && marker !== null && 'weak' in marker && marker.weak === true;
  return staysWeak ? { ...rest, _weak: true } : rest;
}
