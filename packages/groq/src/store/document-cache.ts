import type { LakeDocument } from '../document.ts';

export type DocumentCache = ReturnType<typeof createDocumentCache>;

/** Parsed documents, those not used for longest forgotten first. Bounded by the length of their JSON. */
export function createDocumentCache(mostCharacters: number) {
  const kept = new Map<string, { document: LakeDocument; size: number }>();
  let total = 0;

  function forget(id: string): void {
    const known = kept.get(id);
    if (!known) return;
    total -= known.size;
    kept.delete(id);
  }

  /** A tenth at once: finding the oldest entry of a map takes the longer, the more were deleted before it. */
  function forgetOldest(): void {
    for (const id of kept.keys()) {
      if (total <= mostCharacters * 0.9) return;
      forget(id);
    }
  }

  return {
    get(id: string): LakeDocument | undefined {
      const known = kept.get(id);
      if (!known) return undefined;
      // The last one in the map is the one used last.
      kept.delete(id);
      kept.set(id, known);
      return known.document;
    },
    /** The length of the document's JSON, if it is kept. */
    sizeOf: (id: string): number | undefined => kept.get(id)?.size,
    add(document: LakeDocument, size: number): void {
      forget(document._id);
      kept.set(document._id, { document, size });
      total += size;
      if (total > mostCharacters) forgetOldest();
    },
    forget,
    clear(): void {
      kept.clear();
      total = 0;
    },
  };
}
