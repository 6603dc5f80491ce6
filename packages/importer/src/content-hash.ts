import { sha256 } from './identity.ts';

/** Set by the lake, or telling where a document is stored, not what it says. */
const notContent = new Set([
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
 * What a document says, as one word: equal for documents that say the same. A reference says the same
 * whether its target is published yet or not.
 */
export function contentHash(document: object): string {
  return sha256(JSON.stringify(sorted(document)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([name]) => !notContent.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => [name, sorted(field)]);
}
