import type { LakeDocument } from '@bodytext/groq/document';
import { applyPatches, parsePatch as parseTextPatch } from '@sanity/diff-match-patch';
import { OperationError } from '../errors.ts';
import { type Copies, createEditor, deeperFirst, type Editor, laterFirst } from './editor.ts';
import { type Budget, findPlaces, type Place, spend } from './find-places.ts';
import { insertInto } from './insert.ts';
import { type Path, PathError, parsePath } from './json-match.ts';
import type { PatchOperations } from './mutation.ts';
import { isPlain, pathText } from './path-text.ts';

/** A patched document, and patches that give the same when whoever listens replays them. */
export type Patched = { document: LakeDocument; replay: PatchOperations[] };

type Work = { editor: Editor; budget: Budget };

/** Applies a patch to a copy of the document. @see https://www.sanity.io/docs/http-reference/mutation#patch */
export function applyPatch(document: LakeDocument, patch: PatchOperations, budget: Budget, own?: Copies): Patched {
  try {
    const editor = createEditor(document, budget, own);
    const replay = applyOperators(patch, { editor, budget });
    const patched = editor.root;
    if (patched._id !== document._id) throw new PathError('a document’s _id can’t be changed');
    if (patched._type !== document._type) throw new PathError('a document’s _type can’t be changed');
    const { _rev, _createdAt, _updatedAt } = document;
    return { document: { ...patched, _rev, _createdAt, _updatedAt }, replay };
  } catch (error) {
    // Of the transaction as a whole, which is too large.
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
  const inserted = insertInto(insert, work.editor, work.budget);
  return 'insert' in inserted ? [{ ...replay, ...inserted }] : [replay, inserted];
}

type Found = { path: Path; text: string; work: Work };
/** Changes what a path matches; gives the places that it concerned. */
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

/** A path as it was sent where everybody understands it alike, otherwise every place written out. */
function replayed(path: Path, text: string, places: Place[]): string[] {
  if (isPlain(path)) return places.length === 0 ? [] : [text];
  return places.map(pathText);
}

function setPlaces({ path, work: { editor, budget } }: Found, value: unknown): Place[] {
  const places = findPlaces(path, editor.root, { missingToo: true, budget }).sort(deeperFirst);
  for (const place of places) editor.set(place, value);
  return places;
}

function setPlacesIfMissing({ path, work: { editor, budget } }: Found, value: unknown): Place[] {
  const places = findPlaces(path, editor.root, { missingToo: true, budget });
  const missing = places.filter((place) => typeof place.at(-1) === 'string' && editor.at(place) === undefined);
  for (const place of missing) editor.set(place, value);
  return missing;
}

function removePlaces(text: string, { editor, budget }: Work): string[] {
  const path = parsePath(text);
  const places = findPlaces(path, editor.root, { budget });
  editor.remove(places);
  return replayed(path, text, [...places].sort(laterFirst));
}

/** Where the text is gone, somebody else has removed it meanwhile: that is no reason to refuse the rest. */
function patchTexts({ path, work: { editor, budget } }: Found, value: string): Place[] {
  const textPatch = parseTextPatch(value);
  const places = findPlaces(path, editor.root, { budget }).filter((place) => typeof editor.at(place) === 'string');
  for (const place of places) {
    const before = String(editor.at(place));
    // A piece that does not fit is looked for all around, and each one copies the text.
    spend(budget, textPatch.length * (1_000 + before.length / 200));
    const [patched] = applyPatches(textPatch, before, { allowExceedingIndices: true });
    editor.set(place, patched);
  }
  return places;
}

function addToNumbers({ path, text, work: { editor, budget } }: Found, value: number): Place[] {
  const places = findPlaces(path, editor.root, { budget });
  if (places.length === 0) throw new PathError(`“${text}” is missing, so nothing can be added to it`);
  for (const place of places) {
    const before = editor.at(place);
    if (typeof before !== 'number') throw new PathError(`“${text}” is no number, so nothing can be added to it`);
    const sum = before + value;
    if (!Number.isFinite(sum)) throw new PathError(`“${text}” would be too large a number`);
    editor.set(place, sum);
  }
  return places;
}

const takeFromNumbers: Operator<number> = (found, value) => addToNumbers(found, -value);
