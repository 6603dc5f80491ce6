import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { textOf } from './text-content.ts';
import { canApply, diff, threeWayDiff } from './three-way-diff.ts';

const block = (key: string, text: string) => ({
  _type: 'textBlock',
  _key: key,
  children: [{ _type: 'span', _key: 's', text, marks: [] }],
});
const article = (fields: object) => ({ _id: 'drafts.a', _type: 'article', _rev: 'r', ...fields });

const paths = (changes: { path: unknown }[]) => changes.map(({ path }) => JSON.stringify(path));

test('a change is at the deepest path that both states have', () => {
  const stored = article({
    title: 'Sciatica',
    what: { _type: 'section', body: [block('a', 'One.'), block('b', 'Two.')] },
  });
  const typed = article({
    title: 'Sciatica',
    what: { _type: 'section', body: [block('a', 'One.'), block('b', 'Two!')] },
  });
  expect(paths(diff(stored, typed))).toEqual(['["what","body",{"_key":"b"},"children",{"_key":"s"},"text"]']);
});

test('an array that got an item is one change, and the lake’s own fields are ignored', () => {
  const stored = article({ lead: [block('a', 'One.')] });
  const typed = { ...article({ lead: [block('a', 'One.'), block('b', 'Two.')] }), _rev: 'other', _updatedAt: 'now' };
  expect(paths(diff(stored, typed))).toEqual(['["lead"]']);
});

describe('an edit', () => {
  const stored = article({ headline: 'A', lead: [block('a', 'It hurts.')] });
  const typed = article({ headline: 'A', lead: [block('a', 'It hurts at night.')] });

  test.each([
    ['is complete where the document contains it', typed],
    [
      'is complete where another edit was merged with it',
      article({ headline: 'B', lead: [block('a', 'It often hurts at night.')] }),
    ],
  ])('%s', (_, current) => {
    expect(threeWayDiff(stored, typed, current)).toEqual({ missing: [], conflicting: [] });
  });

  test('is missing where the value is unchanged, though another field has changed', () => {
    const { missing, conflicting } = threeWayDiff(
      stored,
      typed,
      article({ headline: 'B', lead: [block('a', 'It hurts.')] }),
    );
    expect(missing.map(({ typed: words }) => words)).toEqual(['It hurts at night.']);
    expect(conflicting).toEqual([]);
  });

  test.each([
    ['another edit rewrote the paragraph', article({ headline: 'A', lead: [block('a', 'It burns.')] })],
    ['the paragraph was deleted', article({ headline: 'A', lead: [] })],
    ['the field was unset', article({ headline: 'A' })],
    ['the document was deleted', null],
  ])('conflicts where %s', (_, current) => {
    const { missing, conflicting } = threeWayDiff(stored, typed, current);
    expect(missing).toEqual([]);
    expect(conflicting.map((change) => textOf(change.typed))).toEqual(['It hurts at night.']);
  });

  test('of a document that was never stored is missing as a whole', () => {
    expect(paths(threeWayDiff(null, typed, null).missing)).toEqual(['["headline"]', '["lead"]']);
  });
});

describe('an edit that was stored in part before the tab was closed', () => {
  const stored = article({ title: 'A', lead: [block('a', 'It hurts.')] });
  const typed = article({ title: 'A', lead: [block('a', 'It hurts at night.'), block('b', 'And by day.')] });
  const missing = (current: Record<string, unknown>) => threeWayDiff(stored, typed, current).missing.length;

  test.each([
    ['after the first paragraph', [block('a', 'It hurts at night.')]],
    ['in the middle of a paragraph', [block('a', 'It hurts at night.'), block('b', 'And')]],
    ['as an empty new paragraph', [block('a', 'It hurts.'), block('b', '')]],
  ])('%s, is missing', (_, lead) => {
    expect(missing(article({ title: 'A', lead }))).toBe(1);
  });

  test.each([
    ['words', [block('a', 'It hurts at dawn.')]],
    ['a paragraph', [block('a', 'It hurts at night.'), block('c', 'New.')]],
    ['an image', [block('a', 'It hurts at night.'), { _type: 'figure', _key: 'i', asset: { _ref: 'image-1' } }]],
  ])('conflicts where another edit added %s', (_, lead) => {
    expect(missing(article({ title: 'A', lead }))).toBe(0);
  });

  test('conflicts where another edit deleted a paragraph', () => {
    expect(missing(article({ title: 'A', lead: [block('b', 'And')] }))).toBe(0);
  });
});

test('a conflicting change can be applied while the parent of its path exists', () => {
  const stored = article({ lead: [block('a', 'It hurts.')] });
  const typed = article({ lead: [block('a', 'It hurts at night.')] });
  const canApplyTo = (current: Record<string, unknown> | null) =>
    threeWayDiff(stored, typed, current).conflicting.map((change) => canApply(current, change));
  expect(canApplyTo(article({ lead: [block('a', 'It burns.')] }))).toEqual([true]);
  expect(canApplyTo(article({ lead: [block('b', 'It burns.')] }))).toEqual([false]);
  expect(canApplyTo(null)).toEqual([false]);
});

test('an added image and deleted words are missing as well', () => {
  const stored = article({ headline: 'Much too long', image: undefined });
  const typed = article({ headline: 'Long', image: { _type: 'image', asset: { _ref: 'image-1' } } });
  expect(paths(threeWayDiff(stored, typed, stored).missing)).toEqual(['["headline"]', '["image"]']);
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

test('every change is contained in the document, missing or conflicting', () => {
  fc.assert(
    fc.property(content, content, content, (stored, typed, current) => {
      const { missing, conflicting } = threeWayDiff(stored, typed, current);
      expect(threeWayDiff(stored, typed, typed)).toEqual({ missing: [], conflicting: [] });
      expect(threeWayDiff(stored, typed, stored).conflicting).toEqual([]);
      const reported = new Set(paths([...missing, ...conflicting]));
      for (const change of diff(stored, typed)) {
        if (reported.has(JSON.stringify(change.path))) continue;
        // A change that is not reported has all its words in the document.
        for (const { segment } of words.segment(textOf(change.typed)))
          expect(textOf(current)).toContain(segment.trim());
      }
    }),
  );
});
