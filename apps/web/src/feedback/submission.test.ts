/** @jest-environment node */
import { feedback } from '@bodytext/schema/feedback';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSubmission } from './submission.ts';

const page = '/back-pain/sciatica';
const read = (fields: Record<string, string>) => readSubmission(new URLSearchParams(fields));

test('a vote says which page, and yes or no', () => {
  expect(read({ page, useful: 'yes' })).toEqual({ kind: 'vote', address: page, useful: true });
  expect(read({ page, useful: 'no' })).toEqual({ kind: 'vote', address: page, useful: false });
});

test('a report says which page, in which revision, and what is wrong', () => {
  expect(read({ page, revision: 'a-1', mistake: '  One\r\nTwo  ' })).toEqual({
    kind: 'report',
    address: page,
    revision: 'a-1',
    text: 'One\nTwo',
  });
});

test('a revision that none could be is left out; the report is not', () => {
  expect(read({ page, revision: '<b>', mistake: 'x' })).toMatchObject({ kind: 'report', revision: undefined });
});

describe('refused, with what the reader wrote:', () => {
  test.each([
    ['another site’s address', { page: '//evil.example', mistake: 'x' }, 'unreadable'],
    ['an address with a scheme', { page: 'https://evil.example/x', mistake: 'x' }, 'unreadable'],
    ['a backslash', { page: '/\\evil.example', mistake: 'x' }, 'unreadable'],
    ['a way up', { page: '/../secret', mistake: 'x' }, 'unreadable'],
    ['no page', { mistake: 'x' }, 'unreadable'],
    ['an answer that there is not', { page, useful: 'maybe', mistake: 'x' }, 'unreadable'],
    ['a field that people leave empty', { page, homepage: 'https://spam.example', mistake: 'x' }, 'trap'],
    ['more than is taken', { page, mistake: 'x'.repeat(2001) }, 'tooLong'],
  ])('%s', (_, fields, problem) => {
    expect(read(fields)).toMatchObject({ problem, text: fields.mistake });
  });

  test('no words, or none that can be seen', () => {
    expect(read({ page, mistake: ' \n\u0000\u202E ' })).toMatchObject({ problem: 'noWords' });
  });
});

test('whatever is sent, only a page of this site and plain text that the schema takes get through', () => {
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constant(page));
  const form = fc.dictionary(fc.constantFrom('page', 'revision', 'useful', 'mistake', 'homepage', 'x'), anything);
  fc.assert(
    fc.property(form, (fields) => {
      const submission = read(fields);
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
