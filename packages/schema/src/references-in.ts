import type { IssuePath } from './issue.ts';

export type FoundReference = {
  /** The id of the document pointed to. */
  id: string;
  path: IssuePath;
  /** Weak pointers may point to nothing. One that gets strong at publication is not weak here. */
  weak: boolean;
};

/** Every document that a document points to, with the path of the pointer. */
export function referencesIn(value: unknown, path: IssuePath = []): FoundReference[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => referencesIn(item, [...path, segmentOf(item, index)]));
  }
  const own = '_ref' in value && typeof value._ref === 'string' ? [{ id: value._ref, path, weak: isWeak(value) }] : [];
  return [...own, ...Object.entries(value).flatMap(([name, field]) => referencesIn(field, [...path, name]))];
}

function segmentOf(item: unknown, index: number): IssuePath[number] {
  return typeof item === 'object' && item !== null && '_key' in item && typeof item._key === 'string'
    ? { _key: item._key }
    : index;
}

function isWeak(reference: object): boolean {
  return '_weak' in reference && reference._weak === true && !('_strengthenOnPublish' in reference);
}
