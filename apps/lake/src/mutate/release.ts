import { type LakeDocument, splitId, versionVariant } from '@bodytext/groq/document';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { z } from 'zod';
import { OperationError } from '../errors.ts';
import { limits } from './limits.ts';
import { notFound, type WorkingSet } from './working-set.ts';

/**
 * A release is a document whose versions are published together. The hosted lake also has transitional states, such as
 * `archiving` and `scheduling`; here every state transition is one transaction.
 * @see https://www.sanity.io/docs/content-lake/content-release-document-flow
 */
const releaseState = z.enum(['active', 'scheduled', 'published', 'archived']);
export type ReleaseState = z.output<typeof releaseState>;

export const releaseDocument = z.looseObject({
  _id: z.string(),
  name: z.string(),
  state: releaseState,
  /** The user who created the release, then the one who scheduled it: it is published with their rights. */
  userId: z.string().optional(),
  publishAt: z.string().optional(),
  publishedAt: z.string().optional(),
  finalDocumentStates: z.array(z.object({ id: z.string() })).optional(),
  metadata: z.looseObject({ cardinality: z.string().optional() }),
});

export type Release = z.output<typeof releaseDocument>;

const idPrefix = '_.releases.';

export function releaseDocumentId(releaseId: string): string {
  return `${idPrefix}${releaseId}`;
}

/** The release that a version's id names; undefined for drafts and published documents. */
export function releaseIdOf(documentId: string): string | undefined {
  const { variant } = splitId(documentId);
  return variant.startsWith('versions.') ? variant.slice('versions.'.length) : undefined;
}

export function isReleaseDocument(document: LakeDocument | undefined): boolean {
  return document?._type === 'system.release';
}

/** The release, as the transaction has it so far. Throws if there is none. */
export function releaseIn(set: WorkingSet, releaseId: string): Release {
  const id = releaseDocumentId(releaseId);
  const release = releaseDocument.safeParse(set.get(id));
  if (!release.success) throw notFound(id);
  return release.data;
}

/** Throws unless the release is in one of the expected states. */
export function expectState({ name, state }: Release, expected: ReleaseState[], action: string): void {
  if (expected.includes(state)) return;
  throw wrongState(`The release “${name}” is ${state}, so it can’t be ${action}. It must be ${expected.join(' or ')}.`);
}

function wrongState(description: string): OperationError {
  return new OperationError(409, { type: 'invalidReleaseStateError', description });
}

/** The ids of the versions in a release. */
export function versionsIn(releaseId: string, set: WorkingSet, documents: DocumentStore): string[] {
  set.write();
  return documents.idsWhere('variant = ?', [versionVariant(releaseId)]);
}

/** Throws if the release is full. */
export function expectCapacity(release: Release, versionId: string, set: WorkingSet, documents: DocumentStore): void {
  const others = versionsIn(release.name, set, documents).filter((id) => id !== versionId);
  const max = release.metadata.cardinality === 'one' ? 1 : limits.versions.value;
  if (others.length < max) return;
  throw wrongState(`The release “${release.name}” holds ${max === 1 ? 'one document' : `${max} documents`} at most.`);
}

/** Whether publishing the version unpublishes its document. */
export function isRemoval(version: Record<string, unknown> | undefined): boolean {
  const system = version?._system;
  return typeof system === 'object' && system !== null && 'delete' in system && system.delete === true;
}
