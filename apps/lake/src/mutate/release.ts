import { type LakeDocument, splitId, versionVariant } from '@bodytext/groq/document';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { z } from 'zod';
import { OperationError } from '../errors.ts';
import { notFound, type WorkingSet } from './working-set.ts';

/**
 * A release is a document, whose versions are published together. `archiving`, `scheduling` and the like are states
 * of the hosted lake, which takes its time; here every change of state is one transaction.
 * @see https://www.sanity.io/docs/content-lake/content-release-document-flow
 */
export const releaseState = z.enum(['active', 'scheduled', 'published', 'archived']);
export type ReleaseState = z.output<typeof releaseState>;

export const releaseDocument = z.looseObject({
  _id: z.string(),
  name: z.string(),
  state: releaseState,
  /** Whose release it is: who made it, then who scheduled it, with whose rights it is published at its time. */
  userId: z.string().optional(),
  publishAt: z.string().optional(),
  publishedAt: z.string().optional(),
  finalDocumentStates: z.array(z.object({ id: z.string() })).optional(),
  metadata: z.looseObject({ cardinality: z.string().optional() }),
});

export type Release = z.output<typeof releaseDocument>;

/** Sanity's documented limit. */
const mostVersions = 1_000;
const idStart = '_.releases.';

export function releaseDocumentId(releaseId: string): string {
  return `${idStart}${releaseId}`;
}

/** The release that a version's id names; undefined for drafts and published documents. */
export function releaseIdOf(documentId: string): string | undefined {
  const { variant } = splitId(documentId);
  return variant.startsWith('versions.') ? variant.slice('versions.'.length) : undefined;
}

export function isReleaseDocument(document: LakeDocument | undefined): boolean {
  return document?._type === 'system.release';
}

/** The release as the transaction has it so far. Fails if there is none. */
export function releaseIn(set: WorkingSet, releaseId: string): Release {
  const id = releaseDocumentId(releaseId);
  const release = releaseDocument.safeParse(set.get(id));
  if (!release.success) throw notFound(id);
  return release.data;
}

/** Fails if the release is in no state for what is asked. */
export function expectState({ name, state }: Release, expected: ReleaseState[], asked: string): void {
  if (expected.includes(state)) return;
  throw wrongState(`The release “${name}” is ${state}, so it can’t be ${asked}. It must be ${expected.join(' or ')}.`);
}

export function wrongState(description: string): OperationError {
  return new OperationError(409, { type: 'invalidReleaseStateError', description });
}

/** The ids of the versions in a release. */
export function versionsIn(releaseId: string, set: WorkingSet, documents: DocumentStore): string[] {
  set.write();
  return documents.idsWhere('variant = ?', [versionVariant(releaseId)]);
}

/** Fails if the release can't take one more version of another document. */
export function expectRoom(release: Release, versionId: string, set: WorkingSet, documents: DocumentStore): void {
  const others = versionsIn(release.name, set, documents).filter((id) => id !== versionId);
  const most = release.metadata.cardinality === 'one' ? 1 : mostVersions;
  if (others.length < most) return;
  throw wrongState(`The release “${release.name}” holds ${most === 1 ? 'one document' : `${most} documents`} at most.`);
}

/** Whether publishing the version unpublishes its document. */
export function isRemoval(version: Record<string, unknown> | undefined): boolean {
  const system = version?._system;
  return typeof system === 'object' && system !== null && 'delete' in system && system.delete === true;
}
