import { everything, nothing, publicOnly, type ReadAccess } from '@bodytext/groq/access';
import type { LakeDocument } from '@bodytext/groq/document';
import { unauthorized } from '../errors.ts';
import type { Grant, Permission } from '../plugin.ts';

/** Whoever makes a request: a person, a program with a token, or nobody known. */
export type Actor = {
  id: string;
  name: string;
  email: string;
  role: string;
  kind: 'person' | 'robot' | 'anonymous';
  grants: Grant[];
  access: ReadAccess;
  may(permission: Permission, document: LakeDocument): boolean;
};

/** Somebody without a token. */
export function anonymous(isPublic: boolean): Actor {
  const access = isPublic ? publicOnly : nothing;
  return { id: '', name: '', email: '', role: '', kind: 'anonymous', grants: [], access, may: () => false };
}

/**
 * Refuses whoever has no token where nothing is public, before anything of what they ask is looked at: to work it out
 * would cost others their time, to find nothing in the end.
 */
export function refuseStranger({ kind, access }: Actor): void {
  if (kind === 'anonymous' && access.kind === 'nothing') throw unauthorized();
}

/** The lake itself: imports at the command line, jobs. */
export const lakeItself: Actor = {
  id: 'lake',
  name: 'Lake',
  email: '',
  role: 'administrator',
  kind: 'robot',
  grants: [],
  access: everything,
  may: () => true,
};
