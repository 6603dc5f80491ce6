/**
 * Diffs in Mendoza's patch format, from which the Studio derives who wrote which words. The npm package `mendoza` only
 * applies patches; `mendoza.applyPatch` is the oracle of this file's tests.
 * @see https://github.com/sanity-io/mendoza/blob/main/docs/format.adoc
 */

export type MendozaPatch = unknown[];

type JsonObject = Record<string, unknown>;

const op = {
  value: 0,
  pushFieldCopy: 10,
  pushFieldBlank: 11,
  pushElementCopy: 12,
  pushElementBlank: 13,
  returnIntoObjectSameKeyPop: 15,
  returnIntoArrayPop: 16,
  objectSetFieldValue: 17,
  objectDeleteField: 19,
  arrayAppendValue: 20,
  arrayAppendSlice: 21,
  stringAppendString: 22,
  stringAppendSlice: 23,
} as const;

/** The patch that turns `left` into `right`; `null` stands for a document that does not exist. */
export function diffMendoza(left: unknown, right: unknown): MendozaPatch {
  if (!isObject(left) || !isObject(right)) return [op.value, right];
  const patch: MendozaPatch = [];
  diffObject(left, right, patch);
  return patch;
}

/*
 * All of these append to one array: concatenating arrays would copy them at every level of a document, and `push` with
 * more arguments than fit on the stack throws.
 */

/** Changes a copy of `left`, field by field. */
function diffObject(left: JsonObject, right: JsonObject, patch: MendozaPatch): void {
  // The format refers to fields of the left side by their index in sorted order.
  const names = Object.keys(left).sort();
  for (const [index, name] of names.entries()) {
    if (!Object.hasOwn(right, name)) patch.push(op.objectDeleteField, index);
    else if (!isEqual(left[name], right[name])) changeField(name, index, left[name], right[name], patch);
  }
  for (const name of Object.keys(right)) {
    if (!Object.hasOwn(left, name)) patch.push(op.objectSetFieldValue, right[name], name);
  }
}

function changeField(name: string, index: number, left: unknown, right: unknown, patch: MendozaPatch): void {
  if (isObject(left) && isObject(right)) {
    patch.push(op.pushFieldCopy, index);
    diffObject(left, right, patch);
  } else if (canBuildFromSlices(left, right)) {
    patch.push(op.pushFieldBlank, index);
    buildFromSlices(left, right, patch);
  } else {
    patch.push(op.objectSetFieldValue, right, name);
    return;
  }
  patch.push(op.returnIntoObjectSameKeyPop);
}

function changeElement(index: number, left: unknown, right: unknown, patch: MendozaPatch): void {
  if (isObject(left) && isObject(right)) {
    patch.push(op.pushElementCopy, index);
    diffObject(left, right, patch);
  } else if (canBuildFromSlices(left, right)) {
    patch.push(op.pushElementBlank, index);
    buildFromSlices(left, right, patch);
  } else {
    patch.push(op.arrayAppendValue, right);
    return;
  }
  patch.push(op.returnIntoArrayPop);
}

/** Texts and lists are built from slices of the old one; an empty one has no slice to append. */
function canBuildFromSlices(left: unknown, right: unknown): boolean {
  if (typeof left === 'string' && typeof right === 'string') return right !== '';
  return Array.isArray(left) && Array.isArray(right) && right.length > 0;
}

function buildFromSlices(left: unknown, right: unknown, patch: MendozaPatch): void {
  if (typeof left === 'string' && typeof right === 'string') diffString(left, right, patch);
  else if (Array.isArray(left) && Array.isArray(right)) diffArray(left, right, patch);
}

/**
 * Keeps the common prefix and suffix. Offsets are UTF-8 bytes; a lone surrogate counts as three, as in Node. Only
 * slices from the start or to the end are used: `mendoza` miscounts others in non-ASCII texts.
 */
function diffString(left: string, right: string, patch: MendozaPatch): void {
  const shorter = Math.min(left.length, right.length);
  let prefix = 0;
  while (prefix < shorter && left.charCodeAt(prefix) === right.charCodeAt(prefix)) prefix++;
  if (isWithinPair(left, prefix) || isWithinPair(right, prefix)) prefix--;
  let suffix = 0;
  const maxSuffix = shorter - prefix;
  while (
    suffix < maxSuffix &&
    left.charCodeAt(left.length - 1 - suffix) === right.charCodeAt(right.length - 1 - suffix)
  )
    suffix++;
  if (isWithinPair(left, left.length - suffix) || isWithinPair(right, right.length - suffix)) suffix--;
  const middle = right.slice(prefix, right.length - suffix);
  if (prefix > 0) patch.push(op.stringAppendSlice, 0, Buffer.byteLength(left.slice(0, prefix)));
  if (middle !== '') patch.push(op.stringAppendString, middle);
  if (suffix === 0) return;
  const total = Buffer.byteLength(left);
  patch.push(op.stringAppendSlice, total - Buffer.byteLength(left.slice(-suffix)), total);
}

/** Whether this offset is within a surrogate pair. */
function isWithinPair(text: string, at: number): boolean {
  return isBetween(text.charCodeAt(at - 1), 0xd800, 0xdbff) && isBetween(text.charCodeAt(at), 0xdc00, 0xdfff);
}

function isBetween(code: number, least: number, most: number): boolean {
  return code >= least && code <= most;
}

function diffArray(left: unknown[], right: unknown[], patch: MendozaPatch): void {
  const findSource = sourceFinder(left);
  let slice: { from: number; to: number } | undefined;
  const endSlice = (): void => {
    if (slice) patch.push(op.arrayAppendSlice, slice.from, slice.to);
    slice = undefined;
  };
  right.forEach((item, index) => {
    const source = findSource(item, index);
    if (source === undefined || !isEqual(left[source], item)) {
      endSlice();
      if (source === undefined) patch.push(op.arrayAppendValue, item);
      else changeElement(source, left[source], item, patch);
    } else if (slice?.to === source) slice.to++;
    else {
      endSlice();
      slice = { from: source, to: source + 1 };
    }
  });
  endSlice();
}

/** Finds the old item for a new one: by `_key`, else an equal one, else the one at the same index. */
function sourceFinder(left: unknown[]): (item: unknown, index: number) => number | undefined {
  let byKey: Map<unknown, number> | undefined;
  let byContent: Map<unknown, number> | undefined;
  return (item, index) => {
    const key = keyOf(item);
    if (key !== undefined) {
      byKey ??= new Map(left.flatMap((one, at) => (keyOf(one) === undefined ? [] : [[keyOf(one), at] as const])));
      return byKey.get(key);
    }
    if (index < left.length && isEqual(left[index], item)) return index;
    byContent ??= indexByContent(left);
    return byContent.get(contentOf(item)) ?? (index < left.length ? index : undefined);
  };
}

/** The first index of each item without a key. */
function indexByContent(left: unknown[]): Map<unknown, number> {
  const indexes = new Map<unknown, number>();
  left.forEach((item, index) => {
    const content = contentOf(item);
    if (keyOf(item) === undefined && !indexes.has(content)) indexes.set(content, index);
  });
  return indexes;
}

/** A map key for the item. Collisions of texts with JSON do not matter, since the items found are compared. */
function contentOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null ? JSON.stringify(item) : item;
}

function keyOf(item: unknown): unknown {
  return isObject(item) ? item._key : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => Object.hasOwn(right, name) && isEqual(left[name], right[name]));
}
