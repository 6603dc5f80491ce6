import type { LakeDocument } from '../document.ts';
import { jsonLength } from './json-length.ts';
import { storeLimits } from './limits.ts';

/** Fields up to this length as JSON stay in memory: leaving them out would save nothing. */
const shortestLazyField = 400;

/** The id of a lazy document, how to read it as a whole, and the names of its lazy fields. */
type Origin = { id: string; readWhole: (id: string) => LakeDocument; lazyNames: Set<string> };

const origins = new WeakMap<LakeDocument, Origin>();
const descriptors = new Map<string, PropertyDescriptor & ThisType<LakeDocument>>();
const mostDescriptors = storeLimits.lazyFieldNames.value;

/**
 * A document whose long fields are read from the database on access, by property getters.
 *
 * A worker thread caches as many parsed documents as fit in its memory. Lists and filters go through all of them but
 * rarely use long fields, such as Portable Text. With whole documents, several times fewer would fit. Without long
 * fields, the thread would have to know which fields a query uses, which `...` and `@` leave open. With getters,
 * groq-js reads the document like any other, and each query pays only for the long fields that it uses.
 *
 * Each access gives another object, and the value that is stored by then: use lazy documents only for queries in one
 * snapshot, and not where parts are compared by identity.
 *
 * @returns the lazy document, and about how many characters of JSON it holds
 */
export function lazyDocument(document: LakeDocument, readWhole: Origin['readWhole']): [LakeDocument, number] {
  const lazyNames = new Set<string>();
  let size = 0;
  for (const name of Object.keys(document)) {
    const length = jsonLength(document[name], shortestLazyField);
    if (length > shortestLazyField) lazyNames.add(name);
    size += name.length + Math.min(length, shortestLazyField);
  }
  return [copyLazily(document, { id: document._id, readWhole, lazyNames }), size];
}

/** The same document under another id; lazy fields stay lazy. */
export function withId(document: LakeDocument, _id: string, _originalId: string): LakeDocument {
  const origin = origins.get(document);
  if (!origin) return { ...document, _id, _originalId };
  return Object.assign(copyLazily(document, origin), { _id, _originalId });
}

/** A copy with getters for lazy fields, in the same order of fields. */
function copyLazily(document: LakeDocument, origin: Origin): LakeDocument {
  const lazy: LakeDocument = Object.create(Object.prototype);
  for (const name of Object.keys(document)) {
    if (origin.lazyNames.has(name)) Object.defineProperty(lazy, name, descriptorOf(name));
    else lazy[name] = document[name];
  }
  origins.set(lazy, origin);
  return lazy;
}

/** One descriptor for each name, so that V8 gives lazy documents the same hidden class. */
function descriptorOf(name: string): PropertyDescriptor {
  const known = descriptors.get(name);
  if (known) return known;
  if (descriptors.size >= mostDescriptors) descriptors.clear();
  const made: PropertyDescriptor & ThisType<LakeDocument> = {
    enumerable: true,
    configurable: true,
    get() {
      const origin = origins.get(this);
      return origin?.readWhole(origin.id)[name];
    },
  };
  descriptors.set(name, made);
  return made;
}
