import { expect, it } from '@jest/globals';
import { aCallout, aCareCard, aFigureItem, aParagraph } from './fixtures.ts';
import { plainText } from './portable-text.ts';

it('has one line for each block, and callouts and care cards below their headings', () => {
  expect(plainText([aParagraph('One.'), aFigureItem(), aCallout(), aCareCard(), aParagraph('Two.')])).toBe(
    [
      'One.',
      'Good to know',
      'Gentle movement does no harm.',
      'See a doctor today if:',
      'you also have a fever',
      'light hurts your eyes',
      'Two.',
    ].join('\n'),
  );
});

it('joins the spans of a block, and leaves citations out', () => {
  const { children, ...block } = aParagraph('A ');
  const mixed = [
    ...children,
    { _type: 'span', _key: 's2', text: 'strong', marks: ['strong'] },
    { _type: 'citation', _key: 'c', reference: { _ref: 'r' } },
    { _type: 'span', _key: 's3', text: ' word.' },
  ];
  expect(plainText([{ ...block, children: mixed }])).toBe('A strong word.');
});

it('is empty for other values', () => {
  expect(plainText([null, 7, 'text', {}, { children: 'x' }, { children: [] }])).toBe('');
});
