import { mayRead, type ReadAccess } from '@bodytext/groq/access';
import type { DocumentStub, LakeDocument } from '@bodytext/groq/document';
import type { Actor } from '../people/actor.ts';
import type { Mutation } from './mutation.ts';
import { updateForbidden } from './redact-error.ts';
import type { WorkingSet } from './working-set.ts';

/**
 * Answers a mutation of an unreadable document as if there were none, so that ids can't be enumerated: a write-only
 * token could otherwise find out by a delete, a patch or a create which drafts exist. So the mutation is refused with
 * the same error whether or not the document exists.
 */
export function refuseHiddenDocument(mutation: Mutation, author: Actor, set: WorkingSet): void {
  const id = readsAll(author.access) ? undefined : idOf(mutation);
  if (id === undefined) return;
  const existing = set.get(id);
  if (existing !== undefined && mayRead(author.access, existing)) return;
  const created = documentIn(mutation);
  const isAllowed = created
    ? author.may('create', asStored(created, id))
    : existing !== undefined && mayWrite(author, existing);
  if (!isAllowed) throw updateForbidden(id);
}

/** Old API versions leave out documents of releases, which the same reader may read by a newer one. */
function readsAll(access: ReadAccess): boolean {
  return access.kind === 'unversioned' ? readsAll(access.of) : access.kind === 'everything';
}

function mayWrite(author: Actor, document: LakeDocument): boolean {
  return author.may('update', document) || author.may('create', document);
}

function idOf(mutation: Mutation): string | undefined {
  if ('patch' in mutation) return 'id' in mutation.patch ? mutation.patch.id : undefined;
  if ('delete' in mutation) return 'id' in mutation.delete ? mutation.delete.id : undefined;
  return documentIn(mutation)?._id;
}

function documentIn(mutation: Mutation): DocumentStub | undefined {
  if ('create' in mutation) return mutation.create;
  if ('createIfNotExists' in mutation) return mutation.createIfNotExists;
  return 'createOrReplace' in mutation ? mutation.createOrReplace : undefined;
}

/** The document with the system fields that a grant's filter may read. */
function asStored(stub: DocumentStub, _id: string): LakeDocument {
  const now = new Date().toISOString();
  return { _createdAt: now, ...stub, _id, _rev: '', _updatedAt: now };
}
