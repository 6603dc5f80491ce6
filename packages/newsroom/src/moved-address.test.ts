import { checkPublishable } from '@bodytext/schema/check';
import { anArticle, aPage, aTopic } from '@bodytext/schema/fixtures';
import { lookupOf } from '@bodytext/schema/lookup';
import { describe, expect, test } from '@jest/globals';
import { redirectsForMove } from './moved-address.ts';

const neck = aTopic({ _id: 'topic-neck', slug: { current: 'neck' }, parent: { _ref: 'topic-back-pain' } });
const lookup = lookupOf([aTopic(), neck, anArticle()]);

test('an article’s new slug leaves a redirect at its old address', () => {
  const [redirect, ...others] = redirectsForMove(anArticle(), anArticle({ slug: { current: 'wry-neck' } }), lookup);
  expect(redirect).toEqual({
    _id: 'redirect-back-pain--stiff-neck',
    _type: 'redirect',
    from: '/back-pain/stiff-neck',
    target: { _type: 'reference', _ref: 'article-stiff-neck', _weak: true },
  });
  expect(others).toEqual([]);
  expect(checkPublishable(redirect)).toEqual([]);
});

test('an article’s new topic leaves a redirect', () => {
  const moved = anArticle({ topic: { _ref: 'topic-neck' } });
  expect(redirectsForMove(anArticle(), moved, lookup)).toMatchObject([{ from: '/back-pain/stiff-neck' }]);
});

test('a topic’s new slug or parent leaves one redirect for its whole branch', () => {
  expect(redirectsForMove(neck, { ...neck, slug: { current: 'throat' } }, lookup)).toMatchObject([
    { from: '/back-pain/neck' },
  ]);
  expect(redirectsForMove(neck, { ...neck, parent: undefined }, lookup)).toMatchObject([{ from: '/back-pain/neck' }]);
});

describe('no redirect is left', () => {
  test.each([
    ['by a change of words', anArticle(), anArticle({ title: 'Wry neck' })],
    ['by a new document', null, anArticle()],
    ['by an unpublished document', anArticle(), null],
    ['by a document that had no address', anArticle({ topic: { _ref: 'topic-gone' } }), anArticle()],
    [
      'by a document without pages',
      { _id: 'x', _type: 'placement' },
      { _id: 'x', _type: 'placement', topic: { _ref: 'y' } },
    ],
  ])('%s', (_, before, after) => {
    expect(redirectsForMove(before, after, lookup)).toEqual([]);
  });
});

test('two addresses never share a redirect’s id', () => {
  const page = (slug: string) => aPage({ slug: { current: slug } });
  const [top] = redirectsForMove(page('back-pain-neck'), page('x'), lookup);
  const [below] = redirectsForMove(neck, { ...neck, slug: { current: 'x' } }, lookup);
  expect(top?._id).not.toBe(below?._id);
});

test('an address may be longer than an id: its redirect has an id all the same, and one of its own', () => {
  const long = aTopic({ _id: 'topic-long', slug: { current: 'a'.repeat(96) }, parent: undefined });
  const moveOf = (slug: string) => {
    const article = anArticle({ topic: { _ref: 'topic-long' }, slug: { current: slug } });
    return redirectsForMove(article, { ...article, slug: { current: 'x' } }, lookupOf([long]))[0];
  };
  const [one, other] = [moveOf(`${'b'.repeat(95)}c`), moveOf(`${'b'.repeat(95)}d`)];
  expect(one?._id).toMatch(/^[a-z0-9-]{1,128}$/);
  expect(one?.from).toHaveLength(194);
  expect(one?._id).not.toBe(other?._id);
});
