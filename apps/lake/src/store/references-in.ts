export type StoredReference = { to: string; strong: boolean };

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
      const reference = asReference(next);
      if (reference) found.set(`${reference.strong}:${reference.to}`, reference);
      // GROQ's `references()` looks no further into an object with any `_ref`, even if it is no text.
      else if (!('_ref' in next && next._ref)) for (const item of Object.values(next)) pending.push(item);
    }
  }
  return [...found.values()];
}

function asReference(value: object): StoredReference | undefined {
  if (!('_ref' in value) || typeof value._ref !== 'string' || value._ref === '') return undefined;
  const isWeak = '_weak' in value && value._weak === true;
  // References into other datasets are not this dataset's to keep.
  const isElsewhere = '_dataset' in value || '_projectId' in value;
  return { to: value._ref, strong: !isWeak && !isElsewhere };
}
