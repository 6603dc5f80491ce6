import { mayRead } from '@bodytext/groq/access';
import { z } from 'zod';
import type { MutationResult } from '../mutate/apply-mutation.ts';
import { withArrayKeys } from '../mutate/array-keys.ts';
import type { Committed } from '../mutate/commit.ts';
import { mutationRequest, transactionId } from '../mutate/mutation.ts';
import type { Actor } from '../people/actor.ts';
import { json } from './answer.ts';
import { parseRequest } from './parse-request.ts';
import type { ApiRequest } from './request.ts';
import { apiRoutes } from './routes.ts';

/** `skipCrossDatasetReferenceValidation` is always on: a lake can't ask another about its documents. */
const mutationOptions = z.object({
  visibility: z.enum(['sync', 'async', 'deferred']).default('sync'),
  transactionId: transactionId.optional(),
});

/** Mutations: documents made, changed and deleted. */
export const mutationRoutes = apiRoutes().post('/data/mutate/:dataset', async (request) => {
  const author = request.known();
  const options = parseRequest(mutationOptions, request.queries());
  const sent = await request.json(mutationRequest);
  const mutations = request.isOn('autoGenerateArrayKeys') ? sent.mutations.map(withArrayKeys) : sent.mutations;
  const id = sent.transactionId ?? options.transactionId;
  const dryRun = sent.dryRun ?? request.isOn('dryRun');
  const bypassGate = isImport(author, request.query('tag'));
  const { transaction, results, told } = await request.dataset.mutate(author, mutations, {
    transactionId: id,
    dryRun,
    bypassGate,
  });
  // Everything is visible at once here; what “sync” waits for is that the site has heard of it.
  if (options.visibility === 'sync') await told;
  const flat = results.flat();
  const returnDocuments = request.isOn('returnDocuments');
  return json({
    transactionId: transaction.id,
    results: returnDocuments || request.isOn('returnIds') ? answerOf(request, flat, transaction, returnDocuments) : [],
    ...(request.isOn('returnIds') && { documentIds: flat.map(({ id }) => id) }),
  });
});

/**
 * An administrator's import by Sanity's program, which says so. It stores documents first and their assets and
 * references afterwards, so that nothing could be published as it comes; `check` lists what cannot be in the end.
 */
function isImport({ role }: Actor, tag: string | undefined): boolean {
  return role === 'administrator' && tag !== undefined && /^sanity\.import(?:\.|$)/.test(tag);
}

function answerOf(request: ApiRequest, results: MutationResult[], { changes }: Committed, withDocuments: boolean) {
  if (!withDocuments) return results;
  const { documents } = request.dataset.store;
  const { access } = request.actor;
  const touched = new Map(changes.map((change) => [change.id, change.after ?? change.before]));
  return results.map((result) => {
    const document = touched.get(result.id) ?? documents.get(result.id);
    // Nothing is written where a document exists already; whoever may not read it is not shown it either.
    return document && mayRead(access, document) ? { ...result, document } : result;
  });
}
