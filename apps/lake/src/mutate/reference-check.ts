import { mayRead, type ReadAccess } from '@bodytext/groq/access';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { referencesIn } from '@bodytext/groq/store/references-in';
import { OperationError } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import type { WorkingDocument } from './working-set.ts';

/**
 * Keeps strong references true: none may point nowhere when a transaction ends.
 * Asked once everything is written, so that one transaction may delete both ends, or create them in any order.
 */
export function checkReferences(changes: WorkingDocument[], documents: DocumentStore, { access }: Actor): void {
  for (const { id, before, after } of changes) {
    // A document of another type in its place is another document, which nobody meant to refer to.
    if (after === undefined) refuseIfReferenced(id, 'be deleted', documents);
    else if (before && before._type !== after._type) refuseIfReferenced(id, 'become another type', documents);
    if (after) refuseIfDangling(after, before, { documents, access });
  }
}

function refuseIfReferenced(id: string, what: string, documents: DocumentStore): void {
  const referencingIDs = documents.referrers(id, { strongOnly: true }).filter((referrer) => referrer !== id);
  if (referencingIDs.length === 0) return;
  throw new OperationError(409, {
    type: 'documentHasExistingReferencesError',
    id,
    referencingIDs,
    description: `Document "${id}" cannot ${what} as there are references to it from ${listed(referencingIDs)}`,
  });
}

/** To refer to what the author may not read is answered as to refer to nothing, unless it was referred to before. */
function refuseIfDangling(
  document: { _id: string },
  before: { _id: string } | undefined,
  { documents, access }: { documents: DocumentStore; access: ReadAccess },
): void {
  const known = new Set(access.kind === 'everything' ? [] : referencesIn(before).map(({ to }) => to));
  const missing = referencesIn(document).filter(({ to, strong }) => {
    const target = strong ? documents.get(to) : undefined;
    return strong && !(target && (known.has(to) || mayRead(access, target)));
  });
  if (missing.length === 0) return;
  throw new OperationError(409, {
    type: 'documentReferenceDoesNotExistError',
    id: document._id,
    referencedIDs: missing.map(({ to }) => to),
    description: `Document "${document._id}" references ${listed(missing.map(({ to }) => to))}, which does not exist`,
  });
}

function listed(ids: string[]): string {
  const shown = ids.slice(0, 5).map((id) => `"${id}"`);
  return shown.join(', ') + (ids.length > shown.length ? ` and ${ids.length - shown.length} more` : '');
}
