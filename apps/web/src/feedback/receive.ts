import type { IncomingMessage } from 'node:http';
import { limits } from '../limits.ts';
import { callerAddress } from '../server/caller-address.ts';
import { readBody } from '../server/read-body.ts';
import type { FeedbackLimits } from './limits.ts';
import { isFromThisSite } from './same-site.ts';
import { type Problem, type Refused, readSubmission, type Submission } from './submission.ts';

export type Desk = { limits: Pick<FeedbackLimits, 'takes'>; take(submission: Submission): void };

/** What came of a form: where its reader goes back to, or why it was not taken. */
export type Received = { kind: 'taken'; address: string } | ({ kind: 'refused'; status: number } & Refused);

const statuses: Record<Problem, number> = {
  unreadable: 400,
  elsewhere: 403,
  tooLarge: 413,
  notAForm: 415,
  trap: 422,
  noWords: 422,
  tooLong: 422,
  tooMany: 429,
  notKept: 503,
};

const largestBody = limits.form.value;

/** Takes a form that a reader sent. What it says is on disk when this resolves. */
export async function receive(
  request: IncomingMessage,
  desk: Desk,
  { siteUrl, proxies }: { siteUrl: string; proxies: number },
): Promise<Received> {
  const { headers } = request;
  if (!isFromThisSite(headers, siteUrl)) return refused('elsewhere');
  if (!/^application\/x-www-form-urlencoded(?:;|$)/i.test(headers['content-type'] ?? '')) return refused('notAForm');
  // Told before it is read: a connection that is cut in the middle would answer nothing.
  const isLarge = Number(headers['content-length'] ?? 0) > largestBody;
  const body = isLarge ? undefined : await readBody(request, largestBody);
  if (body === undefined) return refused('tooLarge');
  const submission = readSubmission(new URLSearchParams(body));
  if ('problem' in submission) return refused(submission.problem, submission);
  const { kind, address } = submission;
  const said = { address, text: kind === 'report' ? submission.text : '' };
  if (!desk.limits.takes(kind, callerAddress(request, proxies))) return refused('tooMany', said);
  try {
    desk.take(submission);
    return { kind: 'taken', address };
  } catch (cause) {
    console.error('What a reader sent could not be kept.', cause);
    return refused('notKept', said);
  }
}

function refused(problem: Problem, { address, text }: Omit<Refused, 'problem'> = { address: undefined, text: '' }) {
  return { kind: 'refused' as const, status: statuses[problem], problem, address, text };
}
