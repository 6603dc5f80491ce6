import { isVersionId, type LakeDocument } from './document.ts';

/** What one person may read. Everything that reads documents for somebody asks this first. */
export type ReadAccess =
  | { kind: 'everything' }
  /** Published documents whose id has no dot: what anonymous readers may get at most. */
  | { kind: 'public' }
  | { kind: 'nothing' }
  | { kind: 'filtered'; allows(document: LakeDocument): boolean }
  /** What somebody may read, without the versions of documents in releases. */
  | { kind: 'unversioned'; of: ReadAccess };

/** One object for all who have the same rights: by it listeners are put together. */
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

/** The same rights without versions; the same object for the same rights, by which listeners are put together. */
export function withoutVersions(access: ReadAccess): ReadAccess {
  // Whoever reads what is public, or nothing, reads no versions.
  if (access.kind === 'public' || access.kind === 'nothing' || access.kind === 'unversioned') return access;
  const known = unversioned.get(access) ?? { kind: 'unversioned', of: access };
  unversioned.set(access, known);
  return known;
}

/** Whether what may be read can be told from a document's id alone, so that the database can select it. */
export function isToldById(access: ReadAccess): boolean {
  return access.kind === 'unversioned'
    ? isToldById(access.of)
    : access.kind === 'everything' || access.kind === 'public';
}
