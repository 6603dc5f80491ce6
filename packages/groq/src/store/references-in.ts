export type StoredReference = { to: string; strong: boolean };

/** What points to a document, of whatever type: GROQ follows any object with a `_ref`. */
export type Reference = { _ref: string; [field: string]: unknown };

/**
 * Every reference in a value, each target once for strong and once for weak.
 * Like GROQ's `references()`, it does not look inside an object that is itself a reference.
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

/** The same references, each with its place: field names, and positions in lists. */
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
  return reference._weak !== true && !isElsewhere(reference);
}

/**
 * References into other datasets are not this dataset's to keep. A global one names its resource in the `_ref`, as no id
 * of a document can.
 *
 * @see https://www.sanity.io/docs/studio/cross-dataset-references
 */
export function isElsewhere(reference: Reference): boolean {
  return '_dataset' in reference || '_projectId' in reference || reference._ref.includes(':');
}

function isReference(value: object): value is Reference {
  return '_ref' in value && typeof value._ref === 'string' && value._ref !== '';
}

/** GROQ's `references()` looks no further into an object with any `_ref`, even if it is no text. */
function hasTarget(value: object): boolean {
  return '_ref' in value && Boolean(value._ref);
}
