import type { LakeDocument } from '../document.ts';
import type { Grant, Permission } from '../plugin.ts';
import type { ReadAccess } from '../query/access.ts';

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
  const access = isPublic ? ({ kind: 'public' } as const) : ({ kind: 'nothing' } as const);
  return { id: '', name: '', email: '', role: '', kind: 'anonymous', grants: [], access, may: () => false };
}

/** The lake itself: imports at the command line, jobs. */
export const lakeItself: Actor = {
  id: 'lake',
  name: 'Lake',
  email: '',
  role: 'administrator',
  kind: 'robot',
  grants: [],
  access: { kind: 'everything' },
  may: () => true,
};
