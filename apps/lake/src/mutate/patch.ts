import type { LakeDocument } from '@bodytext/groq/document';
import { applyPatches, parsePatch as parseTextPatch } from '@sanity/diff-match-patch';
import { OperationError } from '../errors.ts';
import { type CopyOnWrite, createCopyOnWrite, deeperFirst, laterFirst, type OwnedCopies } from './copy-on-write.ts';
import { type Budget, findPlaces, type Place, spend } from './find-places.ts';
import { insertInto } from './insert.ts';
import { type Path, PathError, parsePath } from './json-match.ts';
import type { PatchOperations } from './mutation.ts';
import { isPortable, pathText } from './path-text.ts';

/** A patched document, and patches that give the same result in Sanity's clients, which know fewer paths. */
export type Patched = { document: LakeDocument; replay: PatchOperations[] };

type Work = { target: CopyOnWrite; budget: Budget };

/** Applies a patch to a copy of the document. @see https://www.sanity.io/docs/http-reference/mutation#patch */
export function applyPatch(
  document: LakeDocument,
  patch: PatchOperations,
  budget: Budget,
  owned?: OwnedCopies,
): Patched {
  try {
    const target = createCopyOnWrite(document, budget, owned);
    const replay = applyOperators(patch, { target, budget });
    const patched = target.root;
    if (patched._id !== document._id) throw new PathError('a document’s _id can’t be changed');
    if (patched._type !== document._type) throw new PathError('a document’s _type can’t be changed');
    const { _rev, _createdAt, _updatedAt } = document;
    return { document: { ...patched, _rev, _createdAt, _updatedAt }, replay };
  } catch (error) {
    // The transaction as a whole is too large.
    if (error instanceof OperationError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperationError(400, {
      type: 'patchError',
      id: document._id,
      description: `The patch could not be applied to “${document._id}”: ${reason}.`,
    });
  }
}

/** In the order in which Sanity's own clients apply them. */
function applyOperators(patch: PatchOperations, work: Work): PatchOperations[] {
  const { setIfMissing, set, unset, diffMatchPatch, inc, dec, insert } = patch;
  const replay: PatchOperations = {
    ...(setIfMissing && { setIfMissing: eachPath(setIfMissing, work, setPlacesIfMissing) }),
    ...(set && { set: eachPath(set, work, setPlaces) }),
    ...(unset && { unset: unset.flatMap((path) => removePlaces(path, work)) }),
    ...(diffMatchPatch && { diffMatchPatch: eachPath(diffMatchPatch, work, patchTexts) }),
    ...(inc && { inc: eachPath(inc, work, addToNumbers) }),
    ...(dec && { dec: eachPath(dec, work, takeFromNumbers) }),
  };
  if (!insert) return [replay];
  const inserted = insertInto(insert, work.target, work.budget);
  return 'insert' in inserted ? [{ ...replay, ...inserted }] : [replay, inserted];
}

type Found = { path: Path; text: string; work: Work };
/** Changes what a path matches; returns the places. */
type Operator<Value> = (found: Found, value: Value) => Place[];

function eachPath<Value>(byPath: Record<string, Value>, work: Work, operate: Operator<Value>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(byPath).flatMap(([text, value]) => {
      const path = parsePath(text);
      const places = operate({ path, text, work }, value);
      return replayed(path, text, places).map((one): [string, Value] => [one, value]);
    }),
  );
}

/** The path as it was sent if clients parse it alike, otherwise each place that it matched. */
function replayed(path: Path, text: string, places: Place[]): string[] {
  if (isPortable(path)) return places.length === 0 ? [] : [text];
  return places.map(pathText);
}

function setPlaces({ path, work: { target, budget } }: Found, value: unknown): Place[] {
  const places = findPlaces(path, target.root, { includeMissing: true, budget }).sort(deeperFirst);
  for (const place of places) target.set(place, value);
  return places;
}

function setPlacesIfMissing({ path, work: { target, budget } }: Found, value: unknown): Place[] {
  const places = findPlaces(path, target.root, { includeMissing: true, budget });
  const missing = places.filter((place) => typeof place.at(-1) === 'string' && target.valueAt(place) === undefined);
  for (const place of missing) target.set(place, value);
  return missing;
}

function removePlaces(text: string, { target, budget }: Work): string[] {
  const path = parsePath(text);
  const places = findPlaces(path, target.root, { budget });
  target.remove(places);
  return replayed(path, text, [...places].sort(laterFirst));
}

/** Skips texts that are missing: another editor has removed them, and the rest of the patch still applies. */
function patchTexts({ path, work: { target, budget } }: Found, value: string): Place[] {
  const textPatch = parseTextPatch(value);
  const places = findPlaces(path, target.root, { budget }).filter((place) => typeof target.valueAt(place) === 'string');
  for (const place of places) {
    const before = String(target.valueAt(place));
    // diff-match-patch searches around for a hunk that does not fit, and each hunk copies the text.
    spend(budget, textPatch.length * (1_000 + before.length / 200));
    const [patched] = applyPatches(textPatch, before, { allowExceedingIndices: true });
    target.set(place, patched);
  }
  return places;
}

function addToNumbers({ path, text, work: { target, budget } }: Found, value: number): Place[] {
  const places = findPlaces(path, target.root, { budget });
  if (places.length === 0) throw new PathError(`“${text}” is missing, so nothing can be added to it`);
  for (const place of places) {
    const before = target.valueAt(place);
    if (typeof before !== 'number') throw new PathError(`“${text}” is no number, so nothing can be added to it`);
    const sum = before + value;
    if (!Number.isFinite(sum)) throw new PathError(`“${text}” would be too large a number`);
    target.set(place, sum);
  }
  return places;
}

const takeFromNumbers: Operator<number> = (found, value) => addToNumbers(found, -value);
