import { createHash } from 'node:crypto';
import { readAddress } from '@bodytext/content/address';
import { InvalidContent, type ReadContext } from '@bodytext/content/read';
import { type Feedback, feedbackId } from '@bodytext/schema/feedback';
import { type FeedbackTally, feedbackTallyId } from '@bodytext/schema/feedback-tally';
import type { SanityClient } from '@sanity/client';
import type { Batch, FeedbackQueue, Report, Votes } from './feedback-queue.ts';

type Mutation = Parameters<SanityClient['mutate']>[0];
type Options = { transactionId: string; visibility: 'async'; returnDocuments: false };
/** The part of the client that is used here. */
type Lake = { mutate(mutations: MutationItem[], options: Options): Promise<unknown> };

/** Finds the id of the article at an address. */
export type FindArticleId = (address: string) => Promise<string | undefined>;

/**
 * Sends the queue to the lake, batch by batch. Throws when the lake fails: the rest stays queued. Retries are idempotent,
 * since a batch is a transaction with a fixed id: the lake answers 409 if it has the transaction already.
 */
export async function deliver(queue: FeedbackQueue, lake: Lake, findArticleId: FindArticleId): Promise<void> {
  for (let batch = queue.peek(); batch !== undefined; batch = queue.peek()) {
    const mutations = await mutationsFor(batch, findArticleId);
    if (mutations.length === 0) {
      queue.acknowledge(batch);
      continue;
    }
    const rejection = await send(lake, batch.id, mutations);
    if (rejection === undefined) queue.acknowledge(batch);
    else {
      console.error(`The lake did not take what readers sent (${batch.kind} ${batch.id}): ${rejection}`);
      queue.reject(batch);
    }
  }
}

async function mutationsFor(batch: Batch, findArticleId: FindArticleId): Promise<MutationItem[]> {
  if (batch.kind === 'report') return [reportMutation(batch.report, await findArticleId(batch.report.address))];
  const found = await Promise.all(
    batch.votes.map(async (votes) => tallyMutations(votes, await findArticleId(votes.address))),
  );
  return found.flat();
}

type MutationItem = Extract<Mutation, unknown[]>[number];

function reportMutation({ id, address, revision, text, day }: Report, page: string | undefined): MutationItem {
  const report: Feedback = {
    _id: feedbackId(id),
    _type: 'feedback',
    address,
    ...(page !== undefined && { page: weakReference(page) }),
    ...(revision !== null && { revision }),
    text,
    reportedOn: day,
    state: 'open',
  };
  return { create: report };
}

/** None where there is no page at the address. */
function tallyMutations({ month, useful, notUseful }: Votes, page: string | undefined): MutationItem[] {
  if (page === undefined) return [];
  const hash = createHash('sha256').update(page).digest('hex').slice(0, 32);
  const empty: FeedbackTally = {
    _id: feedbackTallyId(month, hash),
    _type: 'feedbackTally',
    page: weakReference(page),
    month,
    useful: 0,
    notUseful: 0,
  };
  return [{ createIfNotExists: empty }, { patch: { id: empty._id, inc: { useful, notUseful } } }];
}

function weakReference(page: string) {
  return { _type: 'reference', _ref: page, _weak: true } as const;
}

/** Undefined when the lake has the transaction; why it rejects it for good. Throws when a retry may succeed. */
async function send(lake: Lake, transactionId: string, mutations: MutationItem[]): Promise<string | undefined> {
  try {
    await lake.mutate(mutations, { transactionId, visibility: 'async', returnDocuments: false });
    return undefined;
  } catch (cause) {
    const status = statusOf(cause);
    if (status === conflict) return undefined;
    if (status !== undefined && permanentFailures.has(status))
      return cause instanceof Error ? cause.message : String(cause);
    throw cause;
  }
}

const conflict = 409;
/** The batch itself is wrong. Not 401 and 403: the operator may correct the token. */
const permanentFailures = new Set([400, 413, 422]);

function statusOf(cause: unknown): number | undefined {
  const status = typeof cause === 'object' && cause !== null && 'statusCode' in cause ? cause.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** Finds articles by address, and follows one redirect. Throws when the lake fails. */
export function findArticleIdIn(content: ReadContext): FindArticleId {
  const find = async (address: string, mayFollow: boolean): Promise<string | undefined> => {
    const { data } = await readAddress(content, address);
    switch (data.kind) {
      case 'article':
        return data.article._id;
      case 'redirect':
        return mayFollow && data.to.startsWith('/') ? find(data.to, false) : undefined;
      default:
        return undefined;
    }
  };
  return (address) =>
    find(address, true).catch((cause: unknown) => {
      // The page itself is invalid: the report is sent without it.
      if (cause instanceof InvalidContent) return undefined;
      throw cause;
    });
}
