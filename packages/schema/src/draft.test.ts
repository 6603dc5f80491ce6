import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { draft, isDocumentType, publishable } from './document-types.ts';
import { draftOf } from './draft.ts';
import { aCallout, aFigureItem, aLinkedParagraph, anArticle, oneOfEachType } from './fixtures.ts';
import { verdicts } from './verdicts.ts';

/** Fields that Sanity sets when it creates a document or an array item. */
const identity = new Set(['_id', '_key', '_type']);

const whole = [
  ...oneOfEachType(),
  anArticle({
    _id: 'rich',
    causes: {
      _type: 'section',
      heading: 'Causes',
      body: [aLinkedParagraph('there', 'https://www.example.org'), aFigureItem({ caption: 'A neck.' }), aCallout()],
    },
    seo: { _type: 'seo', title: 'Neck', image: aFigureItem(), noIndex: false },
  }),
];

function typeOf(document: { _type: string }) {
  if (!isDocumentType(document._type)) throw new Error(`no such type: ${document._type}`);
  return document._type;
}

/** The number of optional fields, at any depth. */
function countFields(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [name, field]) => sum + (Array.isArray(value) || identity.has(name) ? 0 : 1) + countFields(field),
    0,
  );
}

/** The value without the fields for which `keep` returns false, in depth-first order. */
function without(value: unknown, keep: () => boolean): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => without(item, keep));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) =>
      identity.has(name) || keep() ? [[name, without(field, keep)]] : [],
    ),
  );
}

describe('the tier draft', () => {
  it('accepts a document with any of its fields missing, at any depth', () => {
    const halfWritten = fc
      .constantFrom(...whole)
      .chain((document) =>
        fc.tuple(
          fc.constant(document),
          fc.array(fc.boolean(), { minLength: countFields(document), maxLength: countFields(document) }),
        ),
      );
    fc.assert(
      fc.property(halfWritten, ([document, keeps]) => {
        const decisions = keeps.values();
        const half = without(document, () => decisions.next().value ?? true);
        expect(draft[typeOf(document)].safeParse(half).error?.issues ?? []).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('accepts everything that can be published', () => {
    for (const { document, name } of verdicts) {
      for (const [type, schema] of Object.entries(publishable)) {
        if (!isDocumentType(type) || !schema.safeParse(document).success) continue;
        expect([name, draft[type].safeParse(document).success]).toEqual([name, true]);
      }
    }
  });

  it.each([
    ['a title that is a number', { ...anArticle(), title: 7 }],
    ['a lead that is a text', { ...anArticle(), lead: 'You wake up.' }],
    ['a section that is a list', { ...anArticle(), what: [] }],
    ['another type', { ...anArticle(), _type: 'topic' }],
    ['no id', { ...anArticle(), _id: undefined }],
    ['an unknown kind of block', { ...anArticle(), what: { body: [{ _type: 'html', _key: 'h' }] } }],
  ])('refuses %s', (_, document) => {
    expect(draft.article.safeParse(document).success).toBe(false);
  });

  it('ignores limits of length, patterns and cross-field rules', () => {
    const article = anArticle({
      title: 'x'.repeat(500),
      slug: { current: 'Not A Slug' },
      reviewedOn: 'some day',
      nextReviewOn: 'earlier',
      authors: [],
    });
    expect(draft.article.safeParse(article).success).toBe(true);
  });

  it('throws for a kind of zod schema without a rule', () => {
    expect(() => draftOf(z.object({ when: z.date() })).parse({})).toThrow('date');
  });
});
