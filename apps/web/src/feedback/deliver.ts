import { createHash } from 'node:crypto';
import { readAddress } from '@bodytext/content/address';
import { InvalidContent, type ReadContext } from '@bodytext/content/read';
import { type Feedback, feedbackId } from '@bodytext/schema/feedback';
import { type FeedbackTally, feedbackTallyId } from '@bodytext/schema/feedback-tally';
import type { SanityClient } from '@sanity/client';
import type { Outbox, Parcel, Report, Votes } from './outbox.ts';

type Mutation = Parameters<SanityClient['mutate']>[0];
type Options = { transactionId: string; visibility: 'async'; returnDocuments: false };
/** As much of a client as is needed here. */
type Lake = { mutate(mutations: MutationItem[], options: Options): Promise<unknown> };

/** Finds the document behind an address. */
export type FindPage = (address: string) => Promise<string | undefined>;

/**
 * Sends all that waits, one parcel after another. Throws when the lake can't be asked: what was not sent waits on.
 * A parcel is a transaction of its own id: a lake that has it already, since its answer got lost, says so.
 */
export async function deliver(outbox: Outbox, lake: Lake, findPage: FindPage): Promise<void> {
  for (let parcel = outbox.next(); parcel !== undefined; parcel = outbox.next()) {
    const mutations = await mutationsFor(parcel, findPage);
    if (mutations.length === 0) {
      outbox.sent(parcel);
      continue;
    }
    const outcome = await send(lake, parcel.id, mutations);
    if (outcome === undefined) outbox.sent(parcel);
    else {
      console.error(`The lake did not take what readers sent (${parcel.kind} ${parcel.id}): ${outcome}`);
      outbox.refused(parcel);
    }
  }
}

async function mutationsFor(parcel: Parcel, findPage: FindPage): Promise<MutationItem[]> {
  if (parcel.kind === 'report') return [reportMutation(parcel.report, await findPage(parcel.report.address))];
  const found = await Promise.all(parcel.votes.map(async (votes) => votesFor(votes, await findPage(votes.address))));
  return found.flat();
}

type MutationItem = Extract<Mutation, unknown[]>[number];

function reportMutation({ id, address, revision, text, day }: Report, page: string | undefined): MutationItem {
  const report: Feedback = {
    _id: feedbackId(id),
    _type: 'feedback',
    address,
    ...(page !== undefined && { page: weak(page) }),
    ...(revision !== null && { revision }),
    text,
    reportedOn: day,
    state: 'open',
  };
  return { create: report };
}

/** A vote for an address where nothing is says nothing of any page. */
function votesFor({ month, useful, notUseful }: Votes, page: string | undefined): MutationItem[] {
  if (page === undefined) return [];
  const hash = createHash('sha256').update(page).digest('hex').slice(0, 32);
  const none: FeedbackTally = {
    _id: feedbackTallyId(month, hash),
    _type: 'feedbackTally',
    page: weak(page),
    month,
    useful: 0,
    notUseful: 0,
  };
  return [{ createIfNotExists: none }, { patch: { id: none._id, inc: { useful, notUseful } } }];
}

function weak(page: string) {
  return { _type: 'reference', _ref: page, _weak: true } as const;
}

/** Undefined when the lake has it, else why it never will. Throws when it may have it later. */
async function send(lake: Lake, transactionId: string, mutations: MutationItem[]): Promise<string | undefined> {
  try {
    await lake.mutate(mutations, { transactionId, visibility: 'async', returnDocuments: false });
    return undefined;
  } catch (cause) {
    const status = statusOf(cause);
    if (status === alreadyThere) return undefined;
    if (status !== undefined && refusals.has(status)) return cause instanceof Error ? cause.message : String(cause);
    throw cause;
  }
}

const alreadyThere = 409;
/** Of what is wrong with the parcel itself. A token that is missing or wrong may be put right. */
const refusals = new Set([400, 413, 422]);

function statusOf(cause: unknown): number | undefined {
  const status = typeof cause === 'object' && cause !== null && 'statusCode' in cause ? cause.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** Finds pages as readers find them, where they moved to as well. Throws when the lake can't be asked. */
export function findPageIn(content: ReadContext): FindPage {
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
      // Its page can't be shown either; that is no reason to keep the report back.
      if (cause instanceof InvalidContent) return undefined;
      throw cause;
    });
}
