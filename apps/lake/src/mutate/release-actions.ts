import { documentAt } from '../history/document-history.ts';
import { type ActionOf, releaseMetadata } from './action.ts';
import type { ActionScope } from './action-scope.ts';
import { invalid } from './document-actions.ts';
import type { PatchOperations } from './mutation.ts';
import { expectState, type Release, releaseDocument, releaseDocumentId, releaseIn, versionsIn } from './release.ts';
import { alreadyExists, type WorkingSet } from './working-set.ts';

export function create(
  { releaseId, metadata }: ActionOf<'sanity.action.release.create'>,
  set: WorkingSet,
  { author }: ActionScope,
): void {
  set.create({
    _id: releaseDocumentId(releaseId),
    _type: 'system.release',
    name: releaseId,
    state: 'active',
    userId: author,
    metadata,
  });
}

/** Edits a release's metadata; other actions change its state. */
export function edit(
  { releaseId, patch: { ifRevisionID, ...patch } }: ActionOf<'sanity.action.release.edit'>,
  set: WorkingSet,
): void {
  const { _id: id } = releaseIn(set, releaseId);
  const other = pathsOf(patch).find((path) => !/^metadata($|[.[])/.test(path));
  if (other !== undefined) throw invalid(`Only a release’s metadata can be edited, not “${other}”.`);
  set.patch(id, patch, ifRevisionID);
  const metadata = releaseMetadata.safeParse(set.get(id)?.metadata);
  if (!metadata.success) throw invalid(`A release can’t have this metadata: ${metadata.error.issues[0]?.message}`);
}

function pathsOf({ unset = [], insert, ...byPath }: PatchOperations): string[] {
  const inserted = insert ? Object.values(insert).filter((value) => typeof value === 'string') : [];
  return [...unset, ...inserted, ...Object.values(byPath).flatMap((values) => Object.keys(values ?? {}))];
}

/** Archives a release: its versions are deleted, and stay in the history. */
export function archive(
  { releaseId }: ActionOf<'sanity.action.release.archive'>,
  set: WorkingSet,
  { documents }: ActionScope,
): void {
  const release = releaseIn(set, releaseId);
  expectState(release, ['active'], 'archived');
  const versions = versionsIn(releaseId, set, documents);
  for (const version of versions) set.delete(version);
  set.patch(release._id, { set: { state: 'archived', ...finalStates(versions) }, unset: ['error'] });
}

/** Restores an archived release and its versions from the history, except purged ones. */
export function unarchive(
  { releaseId }: ActionOf<'sanity.action.release.unarchive'>,
  set: WorkingSet,
  scope: ActionScope,
): void {
  const release = releaseIn(set, releaseId);
  expectState(release, ['archived'], 'unarchived');
  for (const { id } of release.finalDocumentStates ?? []) {
    const version = documentAt(id, { lastRevision: true }, scope);
    if (!version || set.get(id)) continue;
    const { _rev, ...content } = version;
    set.create(content);
  }
  set.patch(release._id, { set: { state: 'active' }, unset: ['finalDocumentStates'] });
}

/** Deletes an archived or published release. */
export function deleteRelease(
  { releaseId }: ActionOf<'sanity.action.release.delete'>,
  set: WorkingSet,
  { documents }: ActionScope,
): void {
  const release = releaseIn(set, releaseId);
  expectState(release, ['archived', 'published'], 'deleted');
  for (const version of versionsIn(releaseId, set, documents)) set.delete(version);
  set.delete(release._id);
}

/**
 * Imports a release from an export. A scheduled one becomes active, with its time as the intended one: its versions may
 * be imported later, and a release must not publish itself unless an editor of this lake scheduled it.
 */
export function importRelease(
  action: ActionOf<'sanity.action.release.import'>,
  set: WorkingSet,
  { author }: ActionScope,
): void {
  const id = releaseDocumentId(action.releaseId);
  const existing = set.get(id);
  if (existing && action.ifExists === 'fail') throw alreadyExists(id);
  if (existing && action.ifExists === 'ignore') return;
  const { _rev, _updatedAt, ...given }: Record<string, unknown> = action.attributes ?? action.document ?? {};
  const parsed = releaseDocument.safeParse({ ...given, _id: id, name: action.releaseId, state: stateOf(given) });
  if (!parsed.success) throw invalid(`“${id}” is no release: ${parsed.error.issues[0]?.message}`);
  set.createOrReplace({ ...unscheduled(parsed.data, given), _type: 'system.release', userId: author });
}

/** Maps the hosted lake's transitional states to the state before. */
function stateOf({ state }: Record<string, unknown>): unknown {
  const before: Record<string, string> = {
    scheduling: 'active',
    scheduled: 'active',
    unscheduling: 'active',
    publishing: 'active',
    archiving: 'active',
    unarchiving: 'archived',
  };
  return (typeof state === 'string' ? before[state] : undefined) ?? state;
}

function unscheduled({ publishAt, ...release }: Release, { state }: Record<string, unknown>): Release {
  if (release.state !== 'active' || publishAt === undefined) return { ...release, ...(publishAt && { publishAt }) };
  if (state === 'active') return release;
  return { ...release, metadata: { ...release.metadata, intendedPublishAt: publishAt } };
}

/** The versions that the release held: the Studio reads them from the history. */
export function finalStates(versions: string[]) {
  return { finalDocumentStates: versions.map((id) => ({ _key: id, id })) };
}
