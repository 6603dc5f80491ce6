import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changesBetween, fateOf, hasPlace } from './changes.ts';
import { textOf } from './words-of.ts';

const block = (key: string, text: string) => ({
  _type: 'textBlock',
  _key: key,
  children: [{ _type: 'span', _key: 's', text, marks: [] }],
});
const article = (fields: object) => ({ _id: 'drafts.a', _type: 'article', _rev: 'r', ...fields });

const places = (changes: { path: unknown }[]) => changes.map(({ path }) => JSON.stringify(path));

test('what changed is named as deep as it can be', () => {
  const stored = article({
    title: 'Sciatica',
    what: { _type: 'section', body: [block('a', 'One.'), block('b', 'Two.')] },
  });
  const typed = article({
    title: 'Sciatica',
    what: { _type: 'section', body: [block('a', 'One.'), block('b', 'Two!')] },
  });
  expect(places(changesBetween(stored, typed))).toEqual([
    '["what","body",{"_key":"b"},"children",{"_key":"s"},"text"]',
  ]);
});

test('a list that got or lost an item is one change, and what the lake sets is none', () => {
  const stored = article({ lead: [block('a', 'One.')] });
  const typed = { ...article({ lead: [block('a', 'One.'), block('b', 'Two.')] }), _rev: 'other', _updatedAt: 'now' };
  expect(places(changesBetween(stored, typed))).toEqual(['["lead"]']);
});

describe('words that were typed', () => {
  const stored = article({ headline: 'A', lead: [block('a', 'It hurts.')] });
  const typed = article({ headline: 'A', lead: [block('a', 'It hurts at night.')] });

  test.each([
    ['are there', typed],
    ['are there beside a colleague’s', article({ headline: 'B', lead: [block('a', 'It often hurts at night.')] })],
  ])('%s', (_, current) => {
    expect(fateOf(stored, typed, current)).toEqual({ missing: [], overtaken: [] });
  });

  test('are missing where the document is as it was, whatever else was changed', () => {
    const { missing, overtaken } = fateOf(stored, typed, article({ headline: 'B', lead: [block('a', 'It hurts.')] }));
    expect(missing.map(({ typed: words }) => words)).toEqual(['It hurts at night.']);
    expect(overtaken).toEqual([]);
  });

  test.each([
    ['the paragraph was written anew', article({ headline: 'A', lead: [block('a', 'It burns.')] })],
    ['the paragraph is gone', article({ headline: 'A', lead: [] })],
    ['the field is gone', article({ headline: 'A' })],
    ['the document is gone', null],
  ])('are overtaken where %s', (_, current) => {
    const { missing, overtaken } = fateOf(stored, typed, current);
    expect(missing).toEqual([]);
    expect(overtaken.map((change) => textOf(change.typed))).toEqual(['It hurts at night.']);
  });

  test('into a document that never was stored are missing as a whole', () => {
    expect(places(fateOf(null, typed, null).missing)).toEqual(['["headline"]', '["lead"]']);
  });
});

describe('words of which the first were stored before the window was closed', () => {
  const stored = article({ title: 'A', lead: [block('a', 'It hurts.')] });
  const typed = article({ title: 'A', lead: [block('a', 'It hurts at night.'), block('b', 'And by day.')] });
  const missing = (current: Record<string, unknown>) => fateOf(stored, typed, current).missing.length;

  test.each([
    ['in part', [block('a', 'It hurts at night.')]],
    ['in the middle of one', [block('a', 'It hurts at night.'), block('b', 'And')]],
    ['as a new paragraph alone', [block('a', 'It hurts.'), block('b', '')]],
  ])('%s, are missing', (_, lead) => {
    expect(missing(article({ title: 'A', lead }))).toBe(1);
  });

  test.each([
    ['words', [block('a', 'It hurts at dawn.')]],
    ['a paragraph', [block('a', 'It hurts at night.'), block('c', 'New.')]],
    ['an image', [block('a', 'It hurts at night.'), { _type: 'figure', _key: 'i', asset: { _ref: 'image-1' } }]],
  ])('are overtaken where %s of somebody else’s are there as well', (_, lead) => {
    expect(missing(article({ title: 'A', lead }))).toBe(0);
  });

  test('are overtaken where a paragraph was taken away', () => {
    expect(missing(article({ title: 'A', lead: [block('b', 'And')] }))).toBe(0);
  });
});

test('what was overtaken can be put in its place where that is still there', () => {
  const stored = article({ lead: [block('a', 'It hurts.')] });
  const typed = article({ lead: [block('a', 'It hurts at night.')] });
  const placesIn = (current: Record<string, unknown> | null) =>
    fateOf(stored, typed, current).overtaken.map((change) => hasPlace(current, change));
  expect(placesIn(article({ lead: [block('a', 'It burns.')] }))).toEqual([true]);
  expect(placesIn(article({ lead: [block('b', 'It burns.')] }))).toEqual([false]);
  expect(placesIn(null)).toEqual([false]);
});

test('an image that was put in and words that were taken away are missed as well', () => {
  const stored = article({ headline: 'Much too long', image: undefined });
  const typed = article({ headline: 'Long', image: { _type: 'image', asset: { _ref: 'image-1' } } });
  expect(places(fateOf(stored, typed, stored).missing)).toEqual(['["headline"]', '["image"]']);
});

const content = fc.dictionary(
  fc.constantFrom('title', 'lead', 'what'),
  fc.oneof(
    fc.string(),
    fc.uniqueArray(fc.record({ _key: fc.constantFrom('a', 'b', 'c'), text: fc.string() }), {
      selector: ({ _key }) => _key,
    }),
    fc.record({ _type: fc.constant('section'), heading: fc.string() }),
  ),
);

const words = new Intl.Segmenter(undefined, { granularity: 'word' });

test('nothing that was typed is ever neither there, nor missing, nor overtaken', () => {
  fc.assert(
    fc.property(content, content, content, (stored, typed, current) => {
      const { missing, overtaken } = fateOf(stored, typed, current);
      expect(fateOf(stored, typed, typed)).toEqual({ missing: [], overtaken: [] });
      expect(fateOf(stored, typed, stored).overtaken).toEqual([]);
      const named = new Set(places([...missing, ...overtaken]));
      for (const change of changesBetween(stored, typed)) {
        if (named.has(JSON.stringify(change.path))) continue;
        // Then all its words are in the document.
        for (const { segment } of words.segment(textOf(change.typed)))
          expect(textOf(current)).toContain(segment.trim());
      }
    }),
  );
});
