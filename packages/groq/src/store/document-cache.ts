import type { LakeDocument } from '../document.ts';

/** An LRU cache of parsed documents, bounded by the length of their JSON. */
export function createDocumentCache(mostCharacters: number) {
  const entries = new Map<string, { document: LakeDocument; size: number }>();
  let total = 0;

  function evict(id: string): void {
    const known = entries.get(id);
    if (!known) return;
    total -= known.size;
    entries.delete(id);
  }

  /** Evicts a tenth at once: finding a map's oldest entry takes longer, the more were deleted before it. */
  function evictOldest(): void {
    for (const id of entries.keys()) {
      if (total <= mostCharacters * 0.9) return;
      evict(id);
    }
  }

  return {
    get(id: string): LakeDocument | undefined {
      const known = entries.get(id);
      if (!known) return undefined;
      // Moved to the end of the map: the most recently used.
      entries.delete(id);
      entries.set(id, known);
      return known.document;
    },
    /** The length of the document's JSON, if it is cached. */
    sizeOf: (id: string): number | undefined => entries.get(id)?.size,
    add(document: LakeDocument, size: number): void {
      evict(document._id);
      entries.set(document._id, { document, size });
      total += size;
      if (total > mostCharacters) evictOldest();
    },
    evict,
    clear(): void {
      entries.clear();
      total = 0;
    },
  };
}
