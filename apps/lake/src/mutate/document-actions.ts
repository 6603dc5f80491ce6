import { draftIdOf, isPublishedId, publishedIdOf } from '@bodytext/groq/document';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { OperationError } from '../errors.ts';
import type { ActionOf } from './action.ts';
import type { ActionScope } from './apply-action.ts';
import { expectRoom, expectState, releaseIdOf, releaseIn } from './release.ts';
import { strengthenReferences } from './strengthen-references.ts';
import { alreadyExists, type NewDocument, notFound, type WorkingSet } from './working-set.ts';

/** Makes a draft. There must be no published document yet: that one is edited. A release may hold a version beside it. */
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

/** Patches a draft, which is first copied from the published document if there is none. */
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
    // It is what whoever edits has seen.
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

/** Shared with releases: publishing a variant ends it. */
export function publishVariant(id: string, set: WorkingSet): void {
  const draft = set.get(id);
  if (!draft) throw notFound(id);
  set.createOrReplace({ ...strengthenReferences(contentOf(draft)), _id: publishedIdOf(id), _type: draft._type });
  set.delete(id);
}

/** Takes a document from its readers and keeps it as a draft; a draft there already is stays as it is. */
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
 * Deletes a published document with its drafts and versions. The request names them all: whoever deletes
 * has seen what goes with it, and a draft that somebody has just begun is not lost unseen.
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
  // A draft that was published is no more, but its history says all that became the document.
  if (purge) set.purgeGroup(publishedId);
}

/** Puts other content in a draft's place: how the Studio restores an older revision. */
export function replaceDraft(action: ActionOf<'sanity.action.document.replaceDraft'>, set: WorkingSet): void {
  const { publishedId, attributes } = action;
  if (attributes._id !== draftIdOf(publishedId))
    throw invalid(`“${attributes._id}” is not the draft of “${publishedId}”.`);
  if (!set.get(attributes._id) && !set.get(publishedId)) throw notFound(attributes._id);
  set.createOrReplace(attributes);
}

/** Nothing is added to a release that does not exist, is scheduled or over, or is full. */
export function expectOpenRelease(id: string, set: WorkingSet, documents: DocumentStore): void {
  const releaseId = releaseIdOf(id);
  if (releaseId === undefined) return;
  const release = releaseIn(set, releaseId);
  expectState(release, ['active'], 'added to');
  expectRoom(release, id, set, documents);
}

/** A document without what belongs to one of its variants only. */
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
