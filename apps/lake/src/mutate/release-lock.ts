import type { DocumentStore } from '@bodytext/groq/store/documents';
import { OperationError, type OperationKind } from '../errors.ts';
import { isReleaseDocument, releaseDocumentId, releaseIdOf } from './release.ts';
import type { WorkingDocument } from './working-set.ts';

type Request = { kind: OperationKind; bypassGate?: boolean };

/** Keeps what is agreed on in releases. An administrator's import, which stores everything, may write what it likes. */
export function checkReleases(request: Request, changes: WorkingDocument[], documents: DocumentStore): void {
  if (request.bypassGate) return;
  if (request.kind === 'mutationError') refuseReleaseMutations(changes);
  checkLocks(changes, documents);
}

const closed = new Set<unknown>(['scheduled', 'published', 'archived']);

/**
 * Keeps the versions of a release as they are while it is scheduled, and a release that is over empty: what was agreed
 * on is what gets published. A transaction that itself opens or closes the release may change them.
 */
function checkLocks(changes: WorkingDocument[], documents: DocumentStore): void {
  for (const { id } of changes) {
    const releaseId = releaseIdOf(id);
    if (releaseId === undefined) continue;
    const releaseDocument = releaseDocumentId(releaseId);
    const changed = changes.find((change) => change.id === releaseDocument);
    const release = changed ? changed.after : documents.get(releaseDocument);
    const before = changed ? changed.before : release;
    if (!closed.has(release?.state) || before?.state !== release?.state) continue;
    throw locked(id, `The release “${releaseId}” is ${release?.state}: “${id}” can’t be changed.`);
  }
}

/** Releases change by actions, which know what may follow what. */
function refuseReleaseMutations(changes: WorkingDocument[]): void {
  const changed = changes.find(({ before, after }) => isReleaseDocument(before) || isReleaseDocument(after));
  if (changed) throw locked(changed.id, `“${changed.id}” is a release: it is changed by release actions only.`);
}

function locked(id: string, description: string): OperationError {
  return new OperationError(409, { type: 'documentLockedError', id, description });
}
