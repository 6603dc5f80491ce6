import { isVersionId } from '@bodytext/groq/document';
import { hasReleases, releasesSince } from '@bodytext/groq/perspective';
import { LakeError } from '../errors.ts';
import type { Action } from './action.ts';

const ofReleases = /^sanity\.action\.(?:release|document\.version)\./;

/** Refuses, by a version of the API that knows no releases, what is done to releases and to versions in them. */
export function refuseReleases(action: Action, index: number, apiVersion: string): void {
  if (hasReleases(apiVersion)) return;
  const { actionType } = action;
  const ids = Object.values(action).filter((value) => typeof value === 'string' && isVersionId(value));
  if (!ofReleases.test(actionType) && ids.length === 0) return;
  const about = ids.length === 0 ? '' : ` of ${ids.join(', ')}`;
  const description = `The action ${actionType}${about} needs API version v${releasesSince} or later, since v${apiVersion} knows no releases.`;
  const item = { error: { type: 'unsupportedActionError', description }, index };
  throw new LakeError(400, description, {
    error: { description: 'Action(s) failed with 1 error(s)', type: 'actionError', items: [item] },
  });
}
