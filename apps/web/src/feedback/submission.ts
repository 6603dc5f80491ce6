import { longestFeedback } from '@bodytext/schema/feedback';
import { z } from 'zod';
import { isAddress } from '../server/is-address.ts';

/** What a reader sent: whether a page was useful, or what is wrong on it. Nothing in it says who the reader is. */
export type Submission =
  | { kind: 'vote'; address: string; useful: boolean }
  | { kind: 'report'; address: string; revision: string | undefined; text: string };

/** Why what was sent can't be taken. Each has a sentence in the words of the interface. */
export type Problem =
  | 'elsewhere'
  | 'notAForm'
  | 'unreadable'
  | 'tooLarge'
  | 'trap'
  | 'noWords'
  | 'tooLong'
  | 'tooMany'
  | 'notKept';

export type Refused = { problem: Problem; address: string | undefined; text: string };

/** The names of the form's fields. `trap` is one that people never see and leave empty. */
export const fieldNames = {
  address: 'page',
  revision: 'revision',
  useful: 'useful',
  text: 'mistake',
  trap: 'homepage',
} as const;

const address = z.string().max(1000).regex(/^\//).refine(isAddress);
const revision = z
  .string()
  .regex(/^[\w-]{1,100}$/)
  .optional()
  .catch(undefined);
const answer = z.enum(['yes', 'no']).optional();

/** What a form says. Fields that the forms don't have are left alone. */
export function readSubmission(form: URLSearchParams): Submission | Refused {
  const text = plain(form.get(fieldNames.text) ?? '');
  const page = address.safeParse(form.get(fieldNames.address)).data;
  const useful = answer.safeParse(form.get(fieldNames.useful) ?? undefined);
  const refuse = (problem: Problem): Refused => ({ problem, address: page, text });
  if (page === undefined || !useful.success) return refuse('unreadable');
  if (form.get(fieldNames.trap)) return refuse('trap');
  if (useful.data !== undefined) return { kind: 'vote', address: page, useful: useful.data === 'yes' };
  if (text === '') return refuse('noWords');
  if (text.length > longestFeedback) return refuse('tooLong');
  const seen = revision.parse(form.get(fieldNames.revision) ?? undefined);
  return { kind: 'report', address: page, revision: seen, text };
}

/**
 * Text without what is no text: half characters, controls, and marks that show what follows in another order than it
 * is. Lines end as they are stored, not as forms send them.
 */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim();
}
