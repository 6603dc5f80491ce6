import { longestFeedback } from '@bodytext/schema/feedback';
import { z } from 'zod';
import { isAddress } from '../server/is-address.ts';

/** A reader's vote on whether a page was useful, or report of a mistake. Nothing in it identifies the reader. */
export type Submission =
  | { kind: 'vote'; address: string; useful: boolean }
  | { kind: 'report'; address: string; revision: string | undefined; text: string };

/** Why a form is rejected. Each has a sentence in `words/english.ts`. */
export type Problem =
  | 'otherOrigin'
  | 'notAForm'
  | 'unreadable'
  | 'tooLarge'
  | 'honeypot'
  | 'empty'
  | 'tooLong'
  | 'rateLimited'
  | 'notQueued';

/** A rejected form, with what the reader entered. */
export type Rejection = { problem: Problem; address: string | undefined; text: string };

/** The names of the form's fields. Only bots fill in `honeypot`, which is hidden. */
export const fieldNames = {
  address: 'page',
  revision: 'revision',
  useful: 'useful',
  text: 'mistake',
  honeypot: 'homepage',
} as const;

const address = z.string().max(1000).regex(/^\//).refine(isAddress);
const revision = z
  .string()
  .regex(/^[\w-]{1,100}$/)
  .optional()
  .catch(undefined);
const answer = z.enum(['yes', 'no']).optional();

/** Unknown fields are ignored. */
export function parseSubmission(form: URLSearchParams): Submission | Rejection {
  const text = sanitize(form.get(fieldNames.text) ?? '');
  const page = address.safeParse(form.get(fieldNames.address)).data;
  const useful = answer.safeParse(form.get(fieldNames.useful) ?? undefined);
  const reject = (problem: Problem): Rejection => ({ problem, address: page, text });
  if (page === undefined || !useful.success) return reject('unreadable');
  if (form.get(fieldNames.honeypot)) return reject('honeypot');
  if (useful.data !== undefined) return { kind: 'vote', address: page, useful: useful.data === 'yes' };
  if (text === '') return reject('empty');
  if (text.length > longestFeedback) return reject('tooLong');
  return {
    kind: 'report',
    address: page,
    revision: revision.parse(form.get(fieldNames.revision) ?? undefined),
    text,
  };
}

/** Removes lone surrogates, control characters and bidirectional overrides, and normalizes line ends. */
function sanitize(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim();
}
