import { z } from 'zod';
import { LakeError } from '../errors.ts';
import { type Action, action, actionRequest } from '../mutate/action.ts';
import { commitActions } from '../mutate/commit-actions.ts';
import { refuseReleaseActions } from '../mutate/release-api-version.ts';
import { json } from './answer.ts';
import { apiRoutes } from './routes.ts';

/**
 * What editors do with documents, versions and releases.
 * @see https://www.sanity.io/docs/http-reference/actions
 */
export const actionRoutes = apiRoutes().post('/data/actions/:dataset', async (request) => {
  const author = request.signedIn();
  const { actions, transactionId, dryRun } = await request.json(actionRequest);
  const { transaction, told } = await commitActions(request.dataset, {
    author,
    actions: actions.map((value, index) => parseAction(value, index, request.apiVersion)),
    transactionId,
    dryRun,
  });
  // Whoever is told that something is published may look at once, and must see it.
  await told;
  return json({ transactionId: transaction.id });
});

const actionTypes = new Set<string>(action.options.map((option) => option.shape.actionType.value));

function parseAction(value: { actionType: string }, index: number, version: string): Action {
  const parsed = action.safeParse(value);
  if (parsed.success) {
    refuseReleaseActions(parsed.data, index, version);
    return parsed.data;
  }
  const isKnown = actionTypes.has(value.actionType);
  const description = isKnown
    ? `The action ${value.actionType} is not valid: ${z.prettifyError(parsed.error)}`
    : unknownAction(value.actionType);
  const item = { type: isKnown ? 'invalidActionError' : 'unsupportedActionError', description };
  throw new LakeError(400, description, {
    error: { description: 'Action(s) failed with 1 error(s)', type: 'actionError', items: [{ error: item, index }] },
  });
}

function unknownAction(type: string): string {
  // How the hosted lake finds a variant's id, and chooses among variants, is documented nowhere.
  return /^sanity\.action\.(document\.)?variant\./.test(type)
    ? `This lake has no document variants, so it can’t do ${type}. Releases hold other versions of a document.`
    : `This lake does not know the action ${type}.`;
}
