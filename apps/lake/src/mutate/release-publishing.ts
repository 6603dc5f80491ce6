import { publishedIdOf } from '@bodytext/groq/document';
import type { ActionOf } from './action.ts';
import type { ActionScope } from './action-scope.ts';
import { publishVariant } from './document-actions.ts';
import { expectState, isRemoval, type Release, releaseDocumentId, releaseIn, versionsIn } from './release.ts';
import { finalStates } from './release-actions.ts';
import type { WorkingSet } from './working-set.ts';

/** Publishes every version in the release at once; a version may also unpublish its document. */
export function publish(
  { releaseId }: ActionOf<'sanity.action.release.publish'>,
  set: WorkingSet,
  scope: ActionScope,
): void {
  const release = releaseIn(set, releaseId);
  expectState(release, ['active'], 'published');
  publishAll(release, set, scope);
}

/** Schedules a release, or reschedules it. */
export function schedule(
  { releaseId, publishAt }: ActionOf<'sanity.action.release.schedule'>,
  set: WorkingSet,
  { author }: ActionScope,
): void {
  const release = releaseIn(set, releaseId);
  expectState(release, ['active', 'scheduled'], 'scheduled');
  const at = new Date(publishAt).toISOString();
  set.patch(release._id, { set: { state: 'scheduled', publishAt: at, userId: author }, unset: ['error'] });
}

export function unschedule({ releaseId }: ActionOf<'sanity.action.release.unschedule'>, set: WorkingSet): void {
  const release = releaseIn(set, releaseId);
  expectState(release, ['scheduled'], 'unscheduled');
  set.patch(release._id, { set: { state: 'active' }, unset: ['publishAt'] });
}

/**
 * Publishes a scheduled release if it is still due; returns whether it was. Another process, or an editor, may have
 * changed it, so this is checked within the transaction.
 */
export function publishIfDue(releaseId: string, due: Due, set: WorkingSet, scope: ActionScope): boolean {
  if (!isStillDue(releaseId, due, set)) return false;
  publishAll(releaseIn(set, releaseId), set, scope);
  return true;
}

/** Makes a release that could not be published active again, with the reason for its editors. */
export function unscheduleWithError(releaseId: string, due: Due, message: string, set: WorkingSet): boolean {
  if (!isStillDue(releaseId, due, set)) return false;
  const change = { set: { state: 'active', error: { message } }, unset: ['publishAt'] };
  set.patch(releaseDocumentId(releaseId), change);
  return true;
}

/** The scheduled time for which the release was found to be due. */
export type Due = { publishAt: string };

function isStillDue(releaseId: string, { publishAt }: Due, set: WorkingSet): boolean {
  const release = set.get(releaseDocumentId(releaseId));
  return release?.state === 'scheduled' && release.publishAt === publishAt;
}

function publishAll(release: Release, set: WorkingSet, { documents }: ActionScope): void {
  const versions = versionsIn(release.name, set, documents);
  for (const version of versions) publishOrRemove(version, set);
  set.patch(release._id, {
    set: { state: 'published', publishedAt: new Date().toISOString(), ...finalStates(versions) },
    unset: ['error'],
  });
}

function publishOrRemove(version: string, set: WorkingSet): void {
  if (isRemoval(set.get(version))) {
    set.delete(publishedIdOf(version));
    set.delete(version);
  } else publishVariant(version, set);
}
