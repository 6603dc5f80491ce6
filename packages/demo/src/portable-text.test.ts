import { expect, test } from '@jest/globals';
import { cite, figure, keyed, link, list, p, strong, to } from './portable-text.ts';

test('a paragraph has its text, marks, links and citations in order', () => {
  expect(keyed([p`Keep ${strong('moving')} ${cite('nice-ng59')} and ${to('article-a', 'read')}.`])).toEqual([
    {
      _key: 'k0',
      _type: 'block',
      style: 'normal',
      children: [
        { _key: 'k0', _type: 'span', text: 'Keep ', marks: [] },
        { _key: 'k1', _type: 'span', text: 'moving', marks: ['strong'] },
        { _key: 'k2', _type: 'span', text: '', marks: [] },
        { _key: 'k3', _type: 'citation', reference: { _type: 'reference', _ref: 'reference-nice-ng59' } },
        { _key: 'k4', _type: 'span', text: ' and ', marks: [] },
        { _key: 'k5', _type: 'span', text: 'read', marks: ['link0'] },
        { _key: 'k6', _type: 'span', text: '.', marks: [] },
      ],
      markDefs: [{ _key: 'link0', _type: 'internalLink', reference: { _type: 'reference', _ref: 'article-a' } }],
    },
  ]);
});

test('citations have a span on both sides, as in Sanity’s editor, and no space before', () => {
  const { children } = p`It helps. ${cite('a')}${cite('b')}`;
  expect(children.map((child) => (child._type === 'span' ? child.text : child.reference._ref))).toEqual([
    'It helps.',
    'reference-a',
    '',
    'reference-b',
    '',
  ]);
});

test('two links in a paragraph have two marks', () => {
  const { children, markDefs } = p`${link('https://a.example/', 'a')}${link('https://b.example/', 'b')}`;
  expect(children.map((child) => (child._type === 'span' ? child.marks : []))).toEqual([['link0'], ['link1']]);
  expect(markDefs.map(({ _key }) => _key)).toEqual(['link0', 'link1']);
});

test('a list accepts strings and blocks', () => {
  expect(
    list('one', p`two ${strong('three')}`).map(({ listItem, level, children }) => [listItem, level, children.length]),
  ).toEqual([
    ['bullet', 1, 1],
    ['bullet', 1, 2],
  ]);
});

test('a figure without a caption or focus has neither field', () => {
  expect(figure('a', 'A drawing.')).toEqual({
    _type: 'figure',
    _sanityAsset: 'image@file://./images/a.webp',
    alt: 'A drawing.',
  });
});
