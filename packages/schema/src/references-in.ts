import type { IssuePath } from './issue.ts';
import { pathSegmentOf } from './walk-schema.ts';

export type FoundReference = {
  /** The target's id. */
  id: string;
  path: IssuePath;
  /** Whether it points into another dataset, or to a Media Library. */
  isCrossDataset: boolean;
};

/** Every reference in a document, with its path. */
export function referencesIn(value: unknown, path: IssuePath = []): FoundReference[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => referencesIn(item, [...path, pathSegmentOf(item, index)]));
  }
  const own =
    '_ref' in value && typeof value._ref === 'string'
      ? [{ id: value._ref, path, isCrossDataset: isCrossDataset(value, value._ref) }]
      : [];
  return [...own, ...Object.entries(value).flatMap(([name, field]) => referencesIn(field, [...path, name]))];
}

/** @see https://www.sanity.io/docs/studio/cross-dataset-references; a global one has colons, as no id of a document has */
function isCrossDataset(reference: object, id: string): boolean {
  return '_dataset' in reference || '_projectId' in reference || id.includes(':');
}
