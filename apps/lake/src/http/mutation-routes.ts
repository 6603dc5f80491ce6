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

/** `skipCrossDatasetReferenceValidation` is always on: a lake can't look up documents of another. */
const mutationOptions = z.object({
  visibility: z.enum(['sync', 'async', 'deferred']).default('sync'),
  transactionId: transactionId.optional(),
});

/** @see https://www.sanity.io/docs/http-reference/mutation */
export const mutationRoutes = apiRoutes().post('/data/mutate/:dataset', async (request) => {
  const author = request.authenticated();
  const options = parseRequest(mutationOptions, request.queries());
  const sent = await request.json(mutationRequest);
  const mutations = request.isOn('autoGenerateArrayKeys') ? sent.mutations.map(withArrayKeys) : sent.mutations;
  const id = sent.transactionId ?? options.transactionId;
  const dryRun = sent.dryRun ?? request.isOn('dryRun');
  const bypassGate = isImport(author, request.query('tag'));
  const { transaction, results, notified } = await request.dataset.mutate(author, mutations, {
    transactionId: id,
    dryRun,
    bypassGate,
  });
  // Writes are visible to queries at once; `sync` waits for the site's webhook too.
  if (options.visibility === 'sync') await notified;
  const flat = results.flat();
  const returnDocuments = request.isOn('returnDocuments');
  return json({
    transactionId: transaction.id,
    results: returnDocuments || request.isOn('returnIds') ? answerOf(request, flat, transaction, returnDocuments) : [],
    ...(request.isOn('returnIds') && { documentIds: flat.map(({ id }) => id) }),
  });
});

/**
 * Whether this is `@sanity/import` run by an administrator. It stores documents before their assets and references, so
 * the gate would refuse them; the `check` command lists what is not publishable in the end.
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
    // `createIfNotExists` may return a document that this author may not read.
    return document && mayRead(access, document) ? { ...result, document } : result;
  });
}
