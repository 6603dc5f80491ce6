export type StoredReference = { to: string; strong: boolean };

/** An object with a `_ref`, of any type: GROQ dereferences all of these. */
export type Reference = { _ref: string; [field: string]: unknown };

/**
 * Every reference in a value, without duplicates: each target at most once as strong and once as weak. Like GROQ's
 * `references()`, it does not search inside a reference.
 */
export function referencesIn(value: unknown): StoredReference[] {
  const found = new Map<string, StoredReference>();
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (Array.isArray(next)) {
      for (const item of next) pending.push(item);
    } else if (typeof next === 'object' && next !== null) {
      if (isReference(next)) found.set(`${isStrong(next)}:${next._ref}`, { to: next._ref, strong: isStrong(next) });
      else if (!hasTarget(next)) for (const item of Object.values(next)) pending.push(item);
    }
  }
  return [...found.values()];
}

/** The references with their paths: field names, and indexes in lists. */
export function placedReferencesIn(
  value: unknown,
  place: (string | number)[] = [],
): { place: (string | number)[]; reference: Reference }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => placedReferencesIn(item, [...place, index]));
  if (typeof value !== 'object' || value === null) return [];
  if (isReference(value)) return [{ place, reference: value }];
  if (hasTarget(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => placedReferencesIn(item, [...place, name]));
}

export function isStrong(reference: Reference): boolean {
  return reference._weak !== true && !isCrossDataset(reference);
}

/**
 * Whether a reference points into another dataset, so that its integrity can't be checked here. Global references
 * contain a colon, which ids can't.
 *
 * @see https://www.sanity.io/docs/studio/cross-dataset-references
 */
export function isCrossDataset(reference: Reference): boolean {
  return '_dataset' in reference || '_projectId' in reference || reference._ref.includes(':');
}

function isReference(value: object): value is Reference {
  return '_ref' in value && typeof value._ref === 'string' && value._ref !== '';
}

/** GROQ's `references()` does not search inside an object with any truthy `_ref`. */
function hasTarget(value: object): boolean {
  return '_ref' in value && Boolean(value._ref);
}
