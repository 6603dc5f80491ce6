import type { ReadAccess } from '@bodytext/groq/access';
import type { LakeDocument } from '@bodytext/groq/document';
import { type DocumentFilter, filterOfCondition } from '@bodytext/groq/document-filter';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import type { Grant, LakePlugin, Permission, Role } from '../plugin.ts';
import type { Actor } from './actor.ts';

const allDocuments = '_id in path("**")';
const draftsOnly = '_id in path("drafts.**")';

/** The lake's own roles: everybody who signs in may read. An application adds its own in its plugin. */
const ownRoles: Record<string, Role> = {
  administrator: {
    grants: [{ filter: allDocuments, permissions: ['create', 'read', 'update', 'history', 'editHistory', 'manage'] }],
  },
  editor: {
    grants: [{ filter: allDocuments, permissions: ['create', 'read', 'update', 'history', 'editHistory'] }],
  },
  reviewer: {
    grants: [
      { filter: allDocuments, permissions: ['read', 'history'] },
      { filter: draftsOnly, permissions: ['create', 'update'] },
    ],
  },
  viewer: { grants: [{ filter: allDocuments, permissions: ['read', 'history'] }] },
};

/** All roles, by name. */
export function rolesOf({ roles }: LakePlugin): Map<string, Role> {
  return new Map(Object.entries({ ...ownRoles, ...roles }));
}

/** The names of the roles that a person may have. */
export function personRoles(plugin: LakePlugin): string[] {
  return [...rolesOf(plugin)].flatMap(([name, { isForProgramsOnly }]) => (isForProgramsOnly ? [] : [name]));
}

/** The names of the roles that a program's token may have. */
export function programRoles(plugin: LakePlugin): string[] {
  return [...rolesOf(plugin).keys()];
}

/** What each role may do, with its GROQ filters ready to run. */
export type RoleBook = (role: string) => Pick<Actor, 'grants' | 'access' | 'may'>;

type Scope = { documents: DocumentStore; project: { projectId: string; dataset: string } };

export function createRoleBook(plugin: LakePlugin, scope: Scope): RoleBook {
  const roles = rolesOf(plugin);
  for (const { filter } of [...roles.values()].flatMap(({ grants }) => grants)) refuseIdentity(filter);
  const known = new Map<string, ReturnType<RoleBook>>();
  return (role) => {
    const rights = known.get(role) ?? rightsOf(roles.get(role)?.grants ?? [], scope);
    known.set(role, rights);
    return rights;
  };
}

/** A role's filters are compiled once, for everybody who has it. */
function refuseIdentity(filter: string): void {
  if (/\bidentity\s*\(/.test(filter))
    throw new Error(`The grant “${filter}” asks for identity(), which it can’t know.`);
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
