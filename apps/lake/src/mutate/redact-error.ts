import { mayRead } from '@bodytext/groq/access';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { OperationError } from '../errors.ts';
import type { Actor } from '../people/actor.ts';

/**
 * Removes from an error what its author may not read: the revision and the referrers of an unreadable document. It
 * then says only that the author may not change the document.
 */
export function redactError(error: OperationError, author: Actor, documents: DocumentStore): OperationError {
  // A 403 reveals nothing but the missing permission.
  if (author.access.kind === 'everything' || error.status === 403) return error;
  const isHidden = (id: unknown): boolean => {
    const document = typeof id === 'string' ? documents.get(id) : undefined;
    return document !== undefined && !mayRead(author.access, document);
  };
  const { id, referencingIDs } = error.item;
  if (isHidden(id)) return updateForbidden(String(id));
  if (!Array.isArray(referencingIDs) || !referencingIDs.some(isHidden)) return error;
  return new OperationError(error.status, {
    ...error.item,
    referencingIDs: referencingIDs.filter((one) => !isHidden(one)),
    description: `Document "${id}" cannot be deleted as there are references to it, also from documents you may not read`,
  });
}

export function updateForbidden(id: string): OperationError {
  const description = 'Insufficient permissions; permission "update" required';
  return new OperationError(403, { type: 'insufficientPermissionsError', id, permissions: ['update'], description });
}
