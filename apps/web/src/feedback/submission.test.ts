/** @jest-environment node */
import { feedback } from '@bodytext/schema/feedback';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseSubmission } from './submission.ts';

const page = '/back-pain/sciatica';
const parse = (fields: Record<string, string>) => parseSubmission(new URLSearchParams(fields));

test('a vote has its page, and yes or no', () => {
  expect(parse({ page, useful: 'yes' })).toEqual({ kind: 'vote', address: page, useful: true });
  expect(parse({ page, useful: 'no' })).toEqual({ kind: 'vote', address: page, useful: false });
});

test('a report has its page, the revision and the text', () => {
  expect(parse({ page, revision: 'a-1', mistake: '  One\r\nTwo  ' })).toEqual({
    kind: 'report',
    address: page,
    revision: 'a-1',
    text: 'One\nTwo',
  });
});

test('an invalid revision is dropped, the report is not', () => {
  expect(parse({ page, revision: '<b>', mistake: 'x' })).toMatchObject({ kind: 'report', revision: undefined });
});

describe('rejected, with the reader’s text:', () => {
  test.each([
    ['another site’s address', { page: '//evil.example', mistake: 'x' }, 'unreadable'],
    ['an address with a scheme', { page: 'https://evil.example/x', mistake: 'x' }, 'unreadable'],
    ['a backslash', { page: '/\\evil.example', mistake: 'x' }, 'unreadable'],
    ['a dot segment', { page: '/../secret', mistake: 'x' }, 'unreadable'],
    ['no page', { mistake: 'x' }, 'unreadable'],
    ['an unknown answer', { page, useful: 'maybe', mistake: 'x' }, 'unreadable'],
    ['a filled-in honeypot', { page, homepage: 'https://spam.example', mistake: 'x' }, 'honeypot'],
    ['text that is too long', { page, mistake: 'x'.repeat(2001) }, 'tooLong'],
  ])('%s', (_, fields, problem) => {
    expect(parse(fields)).toMatchObject({ problem, text: fields.mistake });
  });

  test('no visible text', () => {
    expect(parse({ page, mistake: ' \n\u0000\u202E ' })).toMatchObject({ problem: 'empty' });
  });
});

test('from any input, only addresses of this site and text that the schema accepts come out', () => {
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constant(page));
  const form = fc.dictionary(fc.constantFrom('page', 'revision', 'useful', 'mistake', 'homepage', 'x'), anything);
  fc.assert(
    fc.property(form, (fields) => {
      const submission = parse(fields);
      if ('problem' in submission) return;
      const { href, origin } = new URL(submission.address, 'https://site.example');
      expect([origin, href]).toEqual(['https://site.example', `https://site.example${submission.address}`]);
      if (submission.kind === 'vote') return;
      const { address, revision, text } = submission;
      const document = { _id: 'feedback.x', _type: 'feedback', reportedOn: '2026-03-05', state: 'open' };
      expect(feedback.safeParse({ ...document, address, revision, text }).error).toBeUndefined();
      expect(text.replace(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u);
    }),
    { numRuns: 2000, examples: [[{ page, mistake: '\uD800a\u0007' }]] },
  );
});
