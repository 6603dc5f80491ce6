import { draftIdOf, isPublishedId, publishedIdOf } from '@bodytext/groq/document';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { OperationError } from '../errors.ts';
import type { ActionOf } from './action.ts';
import type { ActionScope } from './action-scope.ts';
import { expectCapacity, expectState, releaseIdOf, releaseIn } from './release.ts';
import { strengthenReferences } from './strengthen-references.ts';
import { alreadyExists, type NewDocument, notFound, type WorkingSet } from './working-set.ts';

/**
 * Creates a draft. If there is a published document it fails (`edit` is for that), unless it creates a release's
 * version.
 */
export function create(
  action: ActionOf<'sanity.action.document.create'>,
  set: WorkingSet,
  { documents }: ActionScope,
): void {
  const { attributes, publishedId, ifExists } = action;
  expectVariantOf(attributes._id, publishedId);
  const inRelease = releaseIdOf(attributes._id) !== undefined;
  const existing = [attributes._id, ...(inRelease ? [] : [publishedId])].find((id) => set.get(id));
  if (existing !== undefined && ifExists === 'ignore') return;
  if (existing !== undefined) throw alreadyExists(existing);
  expectOpenRelease(attributes._id, set, documents);
  set.create(attributes);
}

/** Patches a draft; if there is none, it is first copied from the published document. */
export function edit(
  { draftId, publishedId, patch: { ifRevisionID, ...patch } }: ActionOf<'sanity.action.document.edit'>,
  set: WorkingSet,
  { documents }: ActionScope,
): void {
  expectVariantOf(draftId, publishedId);
  if (set.get(draftId)) {
    set.expectRevision(draftId, ifRevisionID);
  } else {
    const source = set.get(publishedId);
    if (!source) throw notFound(draftId);
    // The editor has seen the published document.
    set.expectRevision(publishedId, ifRevisionID);
    expectOpenRelease(draftId, set, documents);
    set.create({ ...contentOf(source), _id: draftId });
  }
  set.patch(draftId, patch);
}

/** Makes the draft, or a release's version, the published document. */
export function publish(action: ActionOf<'sanity.action.document.publish'>, set: WorkingSet): void {
  const { draftId, publishedId } = action;
  expectVariantOf(draftId, publishedId);
  set.expectRevision(draftId, action.ifDraftRevisionId);
  set.expectRevision(publishedId, action.ifPublishedRevisionId);
  publishVariant(draftId, set);
}

/** Publishes a draft or version, and deletes it. */
export function publishVariant(id: string, set: WorkingSet): void {
  const draft = set.get(id);
  if (!draft) throw notFound(id);
  set.createOrReplace({ ...strengthenReferences(contentOf(draft)), _id: publishedIdOf(id), _type: draft._type });
  set.delete(id);
}

/** Unpublishes a document and keeps it as a draft, unless there is a draft already. */
export function unpublish(
  { draftId, publishedId }: ActionOf<'sanity.action.document.unpublish'>,
  set: WorkingSet,
): void {
  expectVariantOf(draftId, publishedId);
  const source = set.get(publishedId);
  if (!source) throw notFound(publishedId);
  if (!set.get(draftId)) set.create({ ...contentOf(source), _id: draftId });
  set.delete(publishedId);
}

export function discard(
  { draftId, versionId, purge }: ActionOf<'sanity.action.document.discard'>,
  set: WorkingSet,
): void {
  const id = versionId ?? draftId;
  if (!id || isPublishedId(id)) throw invalid('Only a draft or a version can be discarded.');
  if (!set.get(id)) throw notFound(id);
  set.delete(id, { purge });
}

/**
 * Deletes a published document with its drafts and versions. The request must name all of them, so that a draft that
 * another editor has just begun is not lost.
 */
export function deleteDocument(
  action: ActionOf<'sanity.action.document.delete'>,
  set: WorkingSet,
  { documents }: ActionScope,
): void {
  const { publishedId, includeDrafts, purge } = action;
  for (const id of includeDrafts) expectVariantOf(id, publishedId);
  const existing = [publishedId, ...includeDrafts].filter((id) => set.get(id));
  if (existing.length === 0) throw notFound(publishedId);
  set.write();
  const named = new Set([publishedId, ...includeDrafts]);
  const unnamed = documents.variantIds(publishedId).filter((id) => !named.has(id));
  if (unnamed.length > 0) throw invalid(`“${publishedId}” also has ${unnamed.join(', ')}: name them to delete them.`);
  for (const id of existing) set.delete(id, { purge });
  // The history of a draft that was published holds the same content.
  if (purge) set.purgeGroup(publishedId);
}

/** Replaces a draft's content: the Studio restores older revisions by it. */
export function replaceDraft(action: ActionOf<'sanity.action.document.replaceDraft'>, set: WorkingSet): void {
  const { publishedId, attributes } = action;
  if (attributes._id !== draftIdOf(publishedId))
    throw invalid(`“${attributes._id}” is not the draft of “${publishedId}”.`);
  if (!set.get(attributes._id) && !set.get(publishedId)) throw notFound(attributes._id);
  set.createOrReplace(attributes);
}

/** For the id of a version: throws if its release is missing, not active, or full. */
export function expectOpenRelease(id: string, set: WorkingSet, documents: DocumentStore): void {
  const releaseId = releaseIdOf(id);
  if (releaseId === undefined) return;
  const release = releaseIn(set, releaseId);
  expectState(release, ['active'], 'added to');
  expectCapacity(release, id, set, documents);
}

/** A document without the fields that belong to one variant only. */
export function contentOf(document: NewDocument): NewDocument {
  const { _rev, _updatedAt, _system, ...content } = document;
  return content;
}

export function expectVariantOf(id: string, publishedId: string): void {
  if (isPublishedId(publishedId) && !isPublishedId(id) && publishedIdOf(id) === publishedId) return;
  throw invalid(`“${id}” is no draft or version of “${publishedId}”.`);
}

export function invalid(description: string): OperationError {
  return new OperationError(400, { type: 'invalidActionError', description });
}
