import { type DocumentStub, documentId } from '@bodytext/groq/document';
import { OperationError } from '../errors.ts';
import { limits } from './limits.ts';
import type { Extent } from './workload.ts';

/**
 * Names that JavaScript gives a meaning. GROQ's evaluator asks an object's own `hasOwnProperty`, so that one document
 * with such a field would make every query over it throw; `__proto__` as a name changes what an object is. They are
 * refused rather than stored under another name: what is read must be what was written.
 */
export const impossibleNames: ReadonlySet<string> = new Set([
  '__proto__',
  'hasOwnProperty',
  'constructor',
  'prototype',
  'toJSON',
]);

/** Refuses an id or a type that no document can have. */
export function checkIdentity(document: DocumentStub & { _id: string }): void {
  const id = documentId.safeParse(document._id);
  if (!id.success) throw invalid(document._id, id.error.issues[0]?.message ?? 'The id is not valid.');
  if (typeof document._type !== 'string' || document._type === '')
    throw invalid(document._id, 'A document needs a _type.');
}

/** Refuses what no document can hold. Gives how much is in it. */
export function checkContent(document: DocumentStub & { _id: string }): Extent {
  checkIdentity(document);
  const seen: Seen = { id: document._id, values: 0, characters: 0, names: new Set() };
  checkValue(document, seen, 0);
  return seen;
}

type Seen = Extent & { id: string; names: Set<string> };

function checkValue(value: unknown, seen: Seen, depth: number): void {
  seen.values += 1;
  if (seen.values > limits.values.value)
    throw invalid(seen.id, `A document may hold at most ${limits.values.value} values.`);
  if (typeof value === 'number' && !Number.isFinite(value)) throw invalid(seen.id, 'A number is too large.');
  if (typeof value === 'string') countCharacters(value, seen);
  if (typeof value !== 'object' || value === null) return;
  if (depth > limits.depth.value) throw invalid(seen.id, `Content may be nested at most ${limits.depth.value} deep.`);
  for (const name of Array.isArray(value) ? [] : Object.keys(value)) checkName(name, seen);
  for (const item of Object.values(value)) checkValue(item, seen, depth + 1);
}

function checkName(name: string, seen: Seen): void {
  if (impossibleNames.has(name)) throw invalid(seen.id, `A field can’t be named “${name}”.`);
  countCharacters(name, seen);
  seen.names.add(name);
  if (seen.names.size > limits.names.value) {
    throw invalid(seen.id, `A document may have at most ${limits.names.value} different names of fields.`);
  }
}

function countCharacters(text: string, seen: Seen): void {
  seen.characters += text.length;
  if (seen.characters > limits.characters.value) {
    throw invalid(seen.id, `A document may hold at most ${limits.characters.value} characters.`);
  }
}

function invalid(id: string, description: string): OperationError {
  return new OperationError(400, { type: 'validationError', id, description });
}
