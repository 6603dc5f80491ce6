/**
 * Differences as Mendoza patches, which the Studio uses to say who wrote which words.
 * The npm package `mendoza` only applies patches; `mendoza.applyPatch` is the oracle of this file's tests.
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
 * Each of these writes at the end of one patch for all: parts that are put together at every depth of a document are
 * copied as often, and more arguments than the stack holds can't be pushed at once.
 */

/** Writes onto a copy of `left`: only what differs is said. */
function diffObject(left: JsonObject, right: JsonObject, patch: MendozaPatch): void {
  // Fields of the left side are known by their place in the order of their names.
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
  } else if (canRebuild(left, right)) {
    patch.push(op.pushFieldBlank, index);
    rebuild(left, right, patch);
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
  } else if (canRebuild(left, right)) {
    patch.push(op.pushElementBlank, index);
    rebuild(left, right, patch);
  } else {
    patch.push(op.arrayAppendValue, right);
    return;
  }
  patch.push(op.returnIntoArrayPop);
}

/** A text or a list is built from pieces of the old one. An empty one can't be: nothing would be appended. */
function canRebuild(left: unknown, right: unknown): boolean {
  if (typeof left === 'string' && typeof right === 'string') return right !== '';
  return Array.isArray(left) && Array.isArray(right) && right.length > 0;
}

function rebuild(left: unknown, right: unknown, patch: MendozaPatch): void {
  if (typeof left === 'string' && typeof right === 'string') diffString(left, right, patch);
  else if (Array.isArray(left) && Array.isArray(right)) diffArray(left, right, patch);
}

/**
 * What both texts begin and end with is kept, what is between is new.
 * Places are counted in bytes of UTF-8, a lone half of a surrogate pair as three, which is how Node counts as well.
 * Only slices from the beginning and to the end are used: `mendoza` miscounts others in texts beyond ASCII.
 */
function diffString(left: string, right: string, patch: MendozaPatch): void {
  const shorter = Math.min(left.length, right.length);
  let prefix = 0;
  while (prefix < shorter && left.charCodeAt(prefix) === right.charCodeAt(prefix)) prefix++;
  if (isWithinPair(left, prefix) || isWithinPair(right, prefix)) prefix--;
  let suffix = 0;
  const most = shorter - prefix;
  while (suffix < most && left.charCodeAt(left.length - 1 - suffix) === right.charCodeAt(right.length - 1 - suffix))
    suffix++;
  if (isWithinPair(left, left.length - suffix) || isWithinPair(right, right.length - suffix)) suffix--;
  const middle = right.slice(prefix, right.length - suffix);
  if (prefix > 0) patch.push(op.stringAppendSlice, 0, Buffer.byteLength(left.slice(0, prefix)));
  if (middle !== '') patch.push(op.stringAppendString, middle);
  if (suffix === 0) return;
  const total = Buffer.byteLength(left);
  patch.push(op.stringAppendSlice, total - Buffer.byteLength(left.slice(-suffix)), total);
}

/** Whether a text, cut here, would be cut in the middle of a character. */
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

/** Where in the old list an item of the new one comes from: by `_key`, else an equal one, else the same place. */
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
    byContent ??= placesByContent(left);
    return byContent.get(contentOf(item)) ?? (index < left.length ? index : undefined);
  };
}

/** Where each item is first. Written down only when it is needed, and only what has no key by which it is known. */
function placesByContent(left: unknown[]): Map<unknown, number> {
  const places = new Map<unknown, number>();
  left.forEach((item, index) => {
    const content = contentOf(item);
    if (keyOf(item) === undefined && !places.has(content)) places.set(content, index);
  });
  return places;
}

/** A single value stands for itself. That a text may spell the same as a list is no harm: what is found is compared. */
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
