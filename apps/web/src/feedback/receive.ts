import type { IncomingMessage } from 'node:http';
import { limits } from '../limits.ts';
import { callerAddress } from '../server/caller-address.ts';
import { readBody } from '../server/read-body.ts';
import type { FeedbackRateLimit } from './rate-limit.ts';
import { isSameOrigin } from './same-origin.ts';
import { type Problem, parseSubmission, type Rejection, type Submission } from './submission.ts';

/** The part of the feedback service that is used here. */
export type Service = { rateLimit: Pick<FeedbackRateLimit, 'tryAcquire'>; submit(submission: Submission): void };

/** The outcome of a form: the page to return to, or why it was rejected. */
export type Received = { kind: 'accepted'; address: string } | ({ kind: 'rejected'; status: number } & Rejection);

const statuses: Record<Problem, number> = {
  unreadable: 400,
  otherOrigin: 403,
  tooLarge: 413,
  notAForm: 415,
  honeypot: 422,
  empty: 422,
  tooLong: 422,
  rateLimited: 429,
  notQueued: 503,
};

const maxBytes = limits.form.value;

/** Accepts a reader's form: it is queued on disk when this resolves. */
export async function receive(
  request: IncomingMessage,
  service: Service,
  { siteUrl, proxies }: { siteUrl: string; proxies: number },
): Promise<Received> {
  const { headers } = request;
  if (!isSameOrigin(headers, siteUrl)) return reject('otherOrigin');
  if (!/^application\/x-www-form-urlencoded(?:;|$)/i.test(headers['content-type'] ?? '')) return reject('notAForm');
  // Without reading it: a client that is cut off while it sends would not see the answer.
  const isTooLarge = Number(headers['content-length'] ?? 0) > maxBytes;
  const body = isTooLarge ? undefined : await readBody(request, maxBytes);
  if (body === undefined) return reject('tooLarge');
  const submission = parseSubmission(new URLSearchParams(body));
  if ('problem' in submission) return reject(submission.problem, submission);
  const { kind, address } = submission;
  const entered = { address, text: kind === 'report' ? submission.text : '' };
  if (!service.rateLimit.tryAcquire(kind, callerAddress(request, proxies))) return reject('rateLimited', entered);
  try {
    service.submit(submission);
    return { kind: 'accepted', address };
  } catch (cause) {
    console.error('What a reader sent could not be kept.', cause);
    return reject('notQueued', entered);
  }
}

function reject(problem: Problem, { address, text }: Omit<Rejection, 'problem'> = { address: undefined, text: '' }) {
  return { kind: 'rejected' as const, status: statuses[problem], problem, address, text };
}
