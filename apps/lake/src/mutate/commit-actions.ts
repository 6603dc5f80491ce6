import type { Dataset, Notified } from '../dataset.ts';
import { LakeError } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import type { Action } from './action.ts';
import { applyAction } from './apply-action.ts';

type ActionCommit = { author: Actor; actions: Action[]; transactionId?: string; dryRun?: boolean };

/** Does all actions as one transaction, or none of them. */
export async function commitActions(dataset: Dataset, { actions, ...request }: ActionCommit): Promise<Notified<void>> {
  const scope = { ...dataset.store, author: request.author.id };
  try {
    return await dataset.commit({
      ...request,
      kind: 'actionError',
      pace: actions.some(writesRelease) ? 'release' : 'usual',
      operations: actions.map((one) => (set) => applyAction(one, set, scope)),
    });
  } catch (error) {
    throw error instanceof LakeError ? namingPermission(error) : error;
  }
}

/** The Studio reverts and duplicates a release by making all of its versions in one request. */
function writesRelease({ actionType }: Action): boolean {
  return actionType.startsWith('sanity.action.release.') || actionType === 'sanity.action.document.version.create';
}

/** The Studio tries release actions as dry runs, and hides what fails with this type of error at the top. */
function namingPermission(error: LakeError): LakeError {
  const type = 'insufficientPermissionsError';
  const isPermission = error.status === 403 && JSON.stringify(error.body).includes(`"type":"${type}"`);
  if (!isPermission) return error;
  const { error: details } = error.body;
  const named = { ...(typeof details === 'object' ? details : {}), type, description: error.message };
  return new LakeError(403, error.message, { error: named });
}
