import { sha256 } from './identity.ts';

/** Fields that the lake sets, and others that are no content. */
const ignoredFields = new Set([
  '_id',
  '_rev',
  '_createdAt',
  '_updatedAt',
  '_system',
  '_weak',
  '_strengthenOnPublish',
  'firstPublishedAt',
]);

/**
 * A hash of a document's content. Ignores whether a reference is weak, which depends on whether its target is
 * published.
 */
export function contentHash(document: object): string {
  return sha256(JSON.stringify(sorted(document)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([name]) => !ignoredFields.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => [name, sorted(field)]);
}
