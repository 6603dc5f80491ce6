import type { LakeDocument } from '../document.ts';
import { jsonLength } from './json-length.ts';
import { storeLimits } from './limits.ts';

/** Shorter than this as JSON, and leaving a part out would save nothing. */
const shortestLeftOut = 400;

/** Which document an outline is of, where the whole of it is, and the names of what is left out. */
type Origin = { id: string; whole: (id: string) => LakeDocument; leftOut: Set<string> };

const origins = new WeakMap<LakeDocument, Origin>();
const descriptors = new Map<string, PropertyDescriptor & ThisType<LakeDocument>>();
const mostDescriptors = storeLimits.outlineNames.value;

/**
 * A document in which whatever is long, such as a text of many blocks, is not kept but read when it is looked at: to
 * whoever looks, it is the same document. What goes through all of them, for a list or a filter, rarely looks there, and
 * without it several times as many have room in memory.
 *
 * Each look gives another object, and what is stored by then: outlines are for queries in one snapshot, not for what
 * compares a document with a later one, or knows its parts by their identity.
 * Gives the outline, and about how many characters of JSON it holds.
 */
export function outlineOf(document: LakeDocument, whole: Origin['whole']): [LakeDocument, number] {
  const leftOut = new Set<string>();
  let kept = 0;
  for (const name of Object.keys(document)) {
    const length = jsonLength(document[name], shortestLeftOut);
    if (length > shortestLeftOut) leftOut.add(name);
    kept += name.length + Math.min(length, shortestLeftOut);
  }
  return [outlined(document, { id: document._id, whole, leftOut }), kept];
}

/** The same document under another id; what an outline leaves out is left out of the copy too. */
export function withId(document: LakeDocument, _id: string, _originalId: string): LakeDocument {
  const origin = origins.get(document);
  if (!origin) return { ...document, _id, _originalId };
  return Object.assign(outlined(document, origin), { _id, _originalId });
}

/** A copy in which what is left out is read when it is looked at, in the same order. */
function outlined(document: LakeDocument, origin: Origin): LakeDocument {
  const outline: LakeDocument = Object.create(Object.prototype);
  for (const name of Object.keys(document)) {
    if (origin.leftOut.has(name)) Object.defineProperty(outline, name, descriptorOf(name));
    else outline[name] = document[name];
  }
  origins.set(outline, origin);
  return outline;
}

/** One for all parts of a name, so that outlines share their shape. */
function descriptorOf(name: string): PropertyDescriptor {
  const known = descriptors.get(name);
  if (known) return known;
  if (descriptors.size >= mostDescriptors) descriptors.clear();
  const made: PropertyDescriptor & ThisType<LakeDocument> = {
    enumerable: true,
    configurable: true,
    get() {
      const origin = origins.get(this);
      return origin?.whole(origin.id)[name];
    },
  };
  descriptors.set(name, made);
  return made;
}
