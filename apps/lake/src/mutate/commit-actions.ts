import type { Dataset, Told } from '../dataset.ts';
import { LakeError } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import type { Action } from './action.ts';
import { applyAction } from './apply-action.ts';

type ActionCommit = { author: Actor; actions: Action[]; transactionId?: string; dryRun?: boolean };

/** Runs all actions in one transaction. */
export async function commitActions(dataset: Dataset, { actions, ...request }: ActionCommit): Promise<Told<void>> {
  const scope = { ...dataset.store, author: request.author.id };
  try {
    return await dataset.commit({
      ...request,
      kind: 'actionError',
      writeClass: actions.some(writesRelease) ? 'release' : 'usual',
      operations: actions.map((one) => (set) => applyAction(one, set, scope)),
    });
  } catch (error) {
    throw error instanceof LakeError ? namingPermission(error) : error;
  }
}

/** The Studio reverts and duplicates a release by creating all of its versions in one request. */
function writesRelease({ actionType }: Action): boolean {
  return actionType.startsWith('sanity.action.release.') || actionType === 'sanity.action.document.version.create';
}

/** The Studio sends release actions as dry runs, and hides those that fail with this type at the top level. */
function namingPermission(error: LakeError): LakeError {
  const type = 'insufficientPermissionsError';
  const isPermission = error.status === 403 && JSON.stringify(error.body).includes(`"type":"${type}"`);
  if (!isPermission) return error;
  const { error: details } = error.body;
  const named = { ...(typeof details === 'object' ? details : {}), type, description: error.message };
  return new LakeError(403, error.message, { error: named });
}
