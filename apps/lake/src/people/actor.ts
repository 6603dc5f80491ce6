import { everything, nothing, publicOnly, type ReadAccess } from '@bodytext/groq/access';
import type { LakeDocument } from '@bodytext/groq/document';
import { unauthorized } from '../errors.ts';
import type { Grant, Permission } from '../plugin.ts';

/** The author of a request: a person, a program with a token, or an anonymous client. */
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

/** A client without a token. */
export function anonymous(isPublic: boolean): Actor {
  const access = isPublic ? publicOnly : nothing;
  return { id: '', name: '', email: '', role: '', kind: 'anonymous', grants: [], access, may: () => false };
}

/**
 * Refuses anonymous clients if nothing is public, before their request is parsed: otherwise anybody could make the lake
 * run queries whose results are empty.
 */
export function refuseAnonymous({ kind, access }: Actor): void {
  if (kind === 'anonymous' && access.kind === 'nothing') throw unauthorized();
}

/** The system user, for imports at the command line and periodic jobs. */
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
