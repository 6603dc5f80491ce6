import { mayRead, type ReadAccess } from '@bodytext/groq/access';
import type { DocumentStub, LakeDocument } from '@bodytext/groq/document';
import type { Actor } from '../people/actor.ts';
import { mayNotChange } from './conceal.ts';
import type { Mutation } from './mutation.ts';
import type { WorkingSet } from './working-set.ts';

/**
 * Refuses a mutation of somebody who may not read everything, where it would fail if there were such a document that they
 * may not read: also where there is none. Else a token that may only hand something in could ask by a deletion, a patch
 * or a creation which drafts there are.
 */
export function refuseOutOfSight(mutation: Mutation, author: Actor, set: WorkingSet): void {
  const id = readsAll(author.access) ? undefined : idOf(mutation);
  if (id === undefined) return;
  const existing = set.get(id);
  if (existing !== undefined && mayRead(author.access, existing)) return;
  const made = madeBy(mutation);
  const isAllowed = made
    ? author.may('create', stamped(made, id))
    : existing !== undefined && mayWrite(author, existing);
  if (!isAllowed) throw mayNotChange(id);
}

/** Old versions of the API leave out what is in releases, which is no secret to who asks by a new one. */
function readsAll(access: ReadAccess): boolean {
  return access.kind === 'unversioned' ? readsAll(access.of) : access.kind === 'everything';
}

function mayWrite(author: Actor, document: LakeDocument): boolean {
  return author.may('update', document) || author.may('create', document);
}

function idOf(mutation: Mutation): string | undefined {
  if ('patch' in mutation) return 'id' in mutation.patch ? mutation.patch.id : undefined;
  if ('delete' in mutation) return 'id' in mutation.delete ? mutation.delete.id : undefined;
  return madeBy(mutation)?._id;
}

function madeBy(mutation: Mutation): DocumentStub | undefined {
  if ('create' in mutation) return mutation.create;
  if ('createIfNotExists' in mutation) return mutation.createIfNotExists;
  return 'createOrReplace' in mutation ? mutation.createOrReplace : undefined;
}

/** As it will be stored, as far as grants may ask for it. */
function stamped(stub: DocumentStub, _id: string): LakeDocument {
  const now = new Date().toISOString();
  return { _createdAt: now, ...stub, _id, _rev: '', _updatedAt: now };
}
