import type { Action, ActionOf } from './action.ts';
import type { ActionScope } from './action-scope.ts';
import * as document from './document-actions.ts';
import * as release from './release-actions.ts';
import * as publishing from './release-publishing.ts';
import * as version from './version-actions.ts';
import type { WorkingSet } from './working-set.ts';

type Apply<Type extends Action['actionType']> = (action: ActionOf<Type>, set: WorkingSet, scope: ActionScope) => void;

const actions: { [Type in Action['actionType']]: Apply<Type> } = {
  'sanity.action.document.create': document.create,
  'sanity.action.document.edit': document.edit,
  'sanity.action.document.publish': document.publish,
  'sanity.action.document.unpublish': document.unpublish,
  'sanity.action.document.discard': document.discard,
  'sanity.action.document.delete': document.deleteDocument,
  'sanity.action.document.replaceDraft': document.replaceDraft,
  'sanity.action.document.version.create': version.create,
  'sanity.action.document.version.replace': version.replace,
  'sanity.action.document.version.discard': version.discard,
  'sanity.action.document.version.unpublish': version.unpublish,
  'sanity.action.release.create': release.create,
  'sanity.action.release.edit': release.edit,
  'sanity.action.release.publish': publishing.publish,
  'sanity.action.release.schedule': publishing.schedule,
  'sanity.action.release.unschedule': publishing.unschedule,
  'sanity.action.release.archive': release.archive,
  'sanity.action.release.unarchive': release.unarchive,
  'sanity.action.release.delete': release.deleteRelease,
  'sanity.action.release.import': release.importRelease,
};

export function applyAction<Type extends Action['actionType']>(
  action: ActionOf<Type>,
  set: WorkingSet,
  scope: ActionScope,
): void {
  const apply: Apply<Type> = actions[action.actionType];
  apply(action, set, scope);
}
