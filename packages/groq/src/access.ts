import { isVersionId, type LakeDocument } from './document.ts';

/** A reader's rights. Every read of documents on a reader's behalf is checked against them. */
export type ReadAccess =
  | { kind: 'everything' }
  /** Published documents whose id has no dot: the most that anonymous readers may get. */
  | { kind: 'public' }
  | { kind: 'nothing' }
  | { kind: 'filtered'; allows(document: LakeDocument): boolean }
  /** The rights `of`, without versions of documents in releases. */
  | { kind: 'unversioned'; of: ReadAccess };

/** One object for all readers with the same rights: listeners are grouped by identity. */
export const everything: ReadAccess = { kind: 'everything' };
export const publicOnly: ReadAccess = { kind: 'public' };
export const nothing: ReadAccess = { kind: 'nothing' };

export function mayRead(access: ReadAccess, document: LakeDocument): boolean {
  if (access.kind === 'everything') return true;
  if (access.kind === 'public') return !document._id.includes('.');
  if (access.kind === 'unversioned') return !isVersionId(document._id) && mayRead(access.of, document);
  return access.kind === 'filtered' && access.allows(document);
}

const unversioned = new WeakMap<ReadAccess, ReadAccess>();

/** The same rights without versions. Memoised, since listeners are grouped by identity. */
export function withoutVersions(access: ReadAccess): ReadAccess {
  // These include no versions anyway.
  if (access.kind === 'public' || access.kind === 'nothing' || access.kind === 'unversioned') return access;
  const known = unversioned.get(access) ?? { kind: 'unversioned', of: access };
  unversioned.set(access, known);
  return known;
}

/** Whether a document's id alone decides if it may be read, so that SQL can select it. */
export function isDecidedById(access: ReadAccess): boolean {
  return access.kind === 'unversioned'
    ? isDecidedById(access.of)
    : access.kind === 'everything' || access.kind === 'public';
}
