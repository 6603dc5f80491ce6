import type { z } from 'zod';
import { advise } from './advice.ts';
import { anyDocument } from './document.ts';
import { isDocumentType, publishable } from './document-types.ts';
import type { Issue, IssuePath } from './issue.ts';

/**
 * The issues of a document by itself: those that block publication, and advice. Empty for types without a schema.
 * `checkInContext` has the rules that need other documents.
 */
export function checkPublishable(document: unknown): Issue[] {
  const known = anyDocument.safeParse(document);
  if (!known.success) return known.error.issues.map((issue) => toIssue(issue, document));
  const type = known.data._type;
  if (!isDocumentType(type)) return [];
  const parsed = publishable[type].safeParse(document);
  const blocking = parsed.success ? [] : parsed.error.issues.map((issue) => toIssue(issue, document));
  return [...blocking, ...advise(known.data)];
}

function toIssue(issue: z.core.$ZodIssue, document: unknown): Issue {
  const path = fieldPath(issue.path, document);
  const field = path.filter((segment) => typeof segment === 'string').join('.') || 'document';
  return { path, code: `${field}.${kindOf(issue, document)}`, message: sentenceOf(issue), severity: 'blocks' };
}

/** Inner fields of Sanity's built-in types: the issue is shown at the field around them, the one that editors see. */
const innerFields = new Set<PropertyKey>(['_ref', '_type', 'current']);

/** Zod's paths have array indexes; Sanity's have keys, which stay valid when items move. */
function fieldPath(path: readonly PropertyKey[], document: unknown): IssuePath {
  const last = path.at(-1);
  const field = last !== undefined && innerFields.has(last) ? path.slice(0, -1) : path;
  return field.map((segment, depth) => {
    if (typeof segment !== 'number') return String(segment);
    const key = valueAt([...field.slice(0, depth + 1), '_key'], document);
    return typeof key === 'string' ? { _key: key } : segment;
  });
}

function kindOf(issue: z.core.$ZodIssue, document: unknown): string {
  if (issue.code === 'too_big' && issue.origin === 'string') return 'tooLong';
  return isEmpty(valueAt(issue.path, document)) ? 'missing' : 'invalid';
}

/** An input whose content was deleted may leave white space or an empty array. */
function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return !/\S/.test(value);
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function valueAt(path: readonly PropertyKey[], document: unknown): unknown {
  return path.reduce(
    (value, segment) => (typeof value === 'object' && value !== null ? Reflect.get(value, segment) : undefined),
    document,
  );
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const isOwnSentence = /[.:]$/.test(issue.message);
  return isOwnSentence ? issue.message : `This can’t be stored as it is: ${issue.message}.`;
}
