import type { ReadAccess } from '@bodytext/groq/access';
import type { LakeDocument } from '@bodytext/groq/document';
import { type DocumentFilter, filterOfCondition } from '@bodytext/groq/document-filter';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import type { Grant, LakePlugin, Permission } from '../plugin.ts';
import type { Actor } from './actor.ts';

export const roles = ['administrator', 'editor', 'reviewer', 'marketer', 'viewer'] as const;
export type Role = (typeof roles)[number];

const allDocuments = '_id in path("**")';
const draftsOnly = '_id in path("drafts.**")';
const everythingAllowed: Permission[] = ['create', 'read', 'update', 'history', 'editHistory', 'manage'];

/** What the roles may do where the application does not say otherwise: everybody who signs in may read. */
const ownGrants: Record<Role, Grant[]> = {
  administrator: [{ filter: allDocuments, permissions: everythingAllowed }],
  editor: [{ filter: allDocuments, permissions: ['create', 'read', 'update', 'history', 'editHistory'] }],
  reviewer: [
    { filter: allDocuments, permissions: ['read', 'history'] },
    { filter: draftsOnly, permissions: ['create', 'update'] },
  ],
  marketer: [
    { filter: allDocuments, permissions: ['read', 'history'] },
    { filter: draftsOnly, permissions: ['create', 'update'] },
  ],
  viewer: [{ filter: allDocuments, permissions: ['read', 'history'] }],
};

/** The roles that a program's token may have: those of people, and those that the application has for programs alone. */
export function programRoles({ grants = {} }: LakePlugin): string[] {
  return [...new Set([...roles, ...Object.keys(grants)])];
}

/** What each role may do, with its GROQ filters ready to run. */
export type RoleBook = (role: string) => Pick<Actor, 'grants' | 'access' | 'may'>;

type Scope = { documents: DocumentStore; project: { projectId: string; dataset: string } };

export function createRoleBook(plugin: LakePlugin, scope: Scope): RoleBook {
  for (const { filter } of Object.values(plugin.grants ?? {}).flat()) refuseIdentity(filter);
  const known = new Map<string, ReturnType<RoleBook>>();
  return (role) => {
    const rights = known.get(role) ?? rightsOf(grantsOf(role, plugin), scope);
    known.set(role, rights);
    return rights;
  };
}

/** Whoever it would be, filters are compiled once for all who have the role. */
function refuseIdentity(filter: string): void {
  if (/\bidentity\s*\(/.test(filter))
    throw new Error(`The grant “${filter}” asks for identity(), which it can’t know.`);
}

function grantsOf(role: string, plugin: LakePlugin): Grant[] {
  const own = roles.find((name) => name === role);
  return plugin.grants?.[role] ?? (own ? ownGrants[own] : []);
}

/** The rights that grants give, with their filters compiled. */
export function rightsOf(grants: Grant[], scope: Scope): ReturnType<RoleBook> {
  const compiled = grants.map(({ filter, permissions }) => ({
    permissions: new Set(permissions),
    passes: compileFilter(filter, scope),
  }));
  const may = (permission: Permission, document: LakeDocument): boolean =>
    compiled.some(({ permissions, passes }) => permissions.has(permission) && passes(document));
  return { grants, may, access: readAccess(grants, may) };
}

function compileFilter(filter: string, { documents, project }: Scope): DocumentFilter {
  // Nearly every write is by somebody who may write everything: don't evaluate GROQ for that.
  if (filter === allDocuments) return () => true;
  if (filter === draftsOnly) return ({ _id }) => _id.startsWith('drafts.');
  return filterOfCondition(filter, {}, { documents, project, identity: '' });
}

function readAccess(grants: Grant[], may: Actor['may']): ReadAccess {
  const reading = grants.filter(({ permissions }) => permissions.includes('read'));
  if (reading.length === 0) return { kind: 'nothing' };
  if (reading.some(({ filter }) => filter === allDocuments)) return { kind: 'everything' };
  return { kind: 'filtered', allows: (document) => may('read', document) };
}
