import { mayRead } from '@bodytext/groq/access';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { OperationError } from '../errors.ts';
import type { Actor } from '../people/actor.ts';

/**
 * A failure as its author may hear of it. Of a document they may not read, it tells neither the revision nor what
 * refers to it; only that they may not change it.
 */
export function conceal(error: OperationError, author: Actor, documents: DocumentStore): OperationError {
  // What they may not do is all that such a failure says.
  if (author.access.kind === 'everything' || error.status === 403) return error;
  const isHidden = (id: unknown): boolean => {
    const document = typeof id === 'string' ? documents.get(id) : undefined;
    return document !== undefined && !mayRead(author.access, document);
  };
  const { id, referencingIDs } = error.item;
  if (isHidden(id)) return mayNotChange(String(id));
  if (!Array.isArray(referencingIDs) || !referencingIDs.some(isHidden)) return error;
  return new OperationError(error.status, {
    ...error.item,
    referencingIDs: referencingIDs.filter((one) => !isHidden(one)),
    description: `Document "${id}" cannot be deleted as there are references to it, also from documents you may not read`,
  });
}

export function mayNotChange(id: string): OperationError {
  const description = 'Insufficient permissions; permission "update" required';
  return new OperationError(403, { type: 'insufficientPermissionsError', id, permissions: ['update'], description });
}
