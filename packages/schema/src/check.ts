import type { z } from 'zod';
import { advise } from './advice.ts';
import { anyDocument } from './document.ts';
import { isDocumentType, publishable } from './document-types.ts';
import type { Issue, IssuePath } from './issue.ts';

/**
 * What stands between a document and its publication, and what would make it better.
 * Empty for types the newsroom has no rules for. Rules that need other documents: `checkInContext`.
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

/** What Sanity's built-in types keep their value in: editors see one field, so that is where the issue is shown. */
const innards = new Set<PropertyKey>(['_ref', '_type', 'current']);

/** Zod counts array items; Sanity and its Studio know them by key, which still holds after others were moved. */
function fieldPath(path: readonly PropertyKey[], document: unknown): IssuePath {
  const last = path.at(-1);
  const field = last !== undefined && innards.has(last) ? path.slice(0, -1) : path;
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

/** White space and empty lists are what an editor leaves behind who deletes everything. */
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
