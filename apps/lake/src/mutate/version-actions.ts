import { isPublishedId, publishedIdOf } from '@bodytext/groq/document';
import type { ActionOf } from './action.ts';
import type { ActionScope } from './action-scope.ts';
import { contentOf, expectOpenRelease, expectVariantOf, invalid } from './document-actions.ts';
import { type NewDocument, notFound, type WorkingSet } from './working-set.ts';

/** Adds a version to a release: with new content, or as a copy of another variant. */
export function create(
  action: ActionOf<'sanity.action.document.version.create'>,
  set: WorkingSet,
  { documents }: ActionScope,
): void {
  const version = action.document ?? copyOf(action, set);
  expectVariantOf(version._id, action.publishedId);
  expectOpenRelease(version._id, set, documents);
  set.create(version);
}

/** `_system.base` names the copied variant: the Studio compares the two. */
function copyOf(action: ActionOf<'sanity.action.document.version.create'>, set: WorkingSet): NewDocument {
  const { baseId, versionId, ifBaseRevisionId } = action;
  if (!baseId || !versionId) throw invalid('A version needs a document, or a baseId and a versionId.');
  const base = set.get(baseId);
  if (!base) throw notFound(baseId);
  set.expectRevision(baseId, ifBaseRevisionId);
  return { ...contentOf(base), _id: versionId, _system: { base: { id: baseId, rev: base._rev } } };
}

export function replace({ document }: ActionOf<'sanity.action.document.version.replace'>, set: WorkingSet): void {
  if (!set.get(document._id)) throw notFound(document._id);
  expectVariantOf(document._id, publishedIdOf(document._id));
  set.createOrReplace(document);
}

/** Also how the Studio discards a draft. */
export function discard(
  { versionId, purge }: ActionOf<'sanity.action.document.version.discard'>,
  set: WorkingSet,
): void {
  if (isPublishedId(versionId)) throw invalid('A published document can’t be discarded; unpublish or delete it.');
  if (!set.get(versionId)) throw notFound(versionId);
  set.delete(versionId, { purge });
}

/** Marks a version so that publishing the release unpublishes its document. */
export function unpublish(
  { versionId, publishedId }: ActionOf<'sanity.action.document.version.unpublish'>,
  set: WorkingSet,
  { documents }: ActionScope,
): void {
  expectVariantOf(versionId, publishedId);
  const published = set.get(publishedId);
  if (!published) throw notFound(publishedId);
  const version = set.get(versionId);
  if (!version) expectOpenRelease(versionId, set, documents);
  set.createOrReplace({ ...contentOf(version ?? published), _id: versionId, _system: { delete: true } });
}
