import { Hono } from 'hono';
import { z } from 'zod';
import type { MutationResult } from '../mutate/apply-mutation.ts';
import { withArrayKeys } from '../mutate/array-keys.ts';
import type { Committed } from '../mutate/commit.ts';
import { mutationRequest, transactionId } from '../mutate/mutation.ts';
import type { Actor } from '../people/actor.ts';
import { mayRead } from '../query/access.ts';
import { isOn, known, type LakeContext, type LakeEnvironment, parseRequest, readBody } from './environment.ts';

/** `skipCrossDatasetReferenceValidation` is always on: a lake can't ask another about its documents. */
const mutationOptions = z.object({
  visibility: z.enum(['sync', 'async', 'deferred']).default('sync'),
  transactionId: transactionId.optional(),
});

/** Mutations: documents made, changed and deleted. */
export const mutationRoutes = new Hono<LakeEnvironment>().post('/data/mutate/:dataset', async (context) => {
  const author = known(context);
  const options = parseRequest(mutationOptions, context.req.query());
  const request = await readBody(context, mutationRequest);
  const mutations = isOn(context, 'autoGenerateArrayKeys') ? request.mutations.map(withArrayKeys) : request.mutations;
  const id = request.transactionId ?? options.transactionId;
  const dryRun = request.dryRun ?? isOn(context, 'dryRun');
  const bypassGate = isImport(author, context.req.query('tag'));
  const { transaction, results, told } = await context
    .get('dataset')
    .mutate(author, mutations, { transactionId: id, dryRun, bypassGate });
  // Everything is visible at once here; what “sync” waits for is that the site has heard of it.
  if (options.visibility === 'sync') await told;
  const flat = results.flat();
  const returnDocuments = isOn(context, 'returnDocuments');
  return context.json({
    transactionId: transaction.id,
    results: returnDocuments || isOn(context, 'returnIds') ? answerOf(context, flat, transaction, returnDocuments) : [],
    ...(isOn(context, 'returnIds') && { documentIds: flat.map(({ id }) => id) }),
  });
});

/**
 * An administrator's import by Sanity's program, which says so. It stores documents first and their assets and
 * references afterwards, so that nothing could be published as it comes; `check` lists what cannot be in the end.
 */
function isImport({ role }: Actor, tag: string | undefined): boolean {
  return role === 'administrator' && tag !== undefined && /^sanity\.import(?:\.|$)/.test(tag);
}

function answerOf(context: LakeContext, results: MutationResult[], { changes }: Committed, withDocuments: boolean) {
  if (!withDocuments) return results;
  const { documents } = context.get('dataset').store;
  const { access } = context.get('actor');
  const touched = new Map(changes.map((change) => [change.id, change.after ?? change.before]));
  return results.map((result) => {
    const document = touched.get(result.id) ?? documents.get(result.id);
    // Nothing is written where a document exists already; whoever may not read it is not shown it either.
    return document && mayRead(access, document) ? { ...result, document } : result;
  });
}
