import type { LakeDocument } from '../document.ts';

/** What one person may read. Everything that reads documents for somebody asks this first. */
export type ReadAccess =
  | { kind: 'everything' }
  /** Published documents whose id has no dot: what anonymous readers may get at most. */
  | { kind: 'public' }
  | { kind: 'nothing' }
  | { kind: 'filtered'; allows(document: LakeDocument): boolean };

export const everything: ReadAccess = { kind: 'everything' };

export function mayRead(access: ReadAccess, document: LakeDocument): boolean {
  if (access.kind === 'everything') return true;
  if (access.kind === 'public') return !document._id.includes('.');
  return access.kind === 'filtered' && access.allows(document);
}
