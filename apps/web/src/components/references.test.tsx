import type { Reference } from '@bodytext/schema/reference';
import { expect, test } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import { citedPlaces } from './citation.tsx';
import { References } from './references.tsx';

const reference = (id: string, change: Partial<Reference> = {}): Reference => ({
  _id: id,
  _type: 'literatureReference',
  title: `Work ${id}`,
  kind: 'review',
  ...change,
});
const citation = (id: string) => ({ _type: 'citation', _key: 'same', reference: { _ref: id } });

test('a citation has the number of its reference, and a unique anchor, also if its key is not unique', () => {
  const [first, second, third, unlisted] = [citation('b'), citation('a'), citation('b'), citation('gone')];
  const places = citedPlaces({ one: [first, second], two: { body: [third, unlisted] } }, [
    reference('a'),
    reference('b'),
  ]);
  expect([first, second, third, unlisted].map((cited) => places.get(cited))).toEqual([
    { number: 2, anchor: 'cited-2-1' },
    { number: 1, anchor: 'cited-1-1' },
    { number: 2, anchor: 'cited-2-2' },
    undefined,
  ]);
});

test('a reference without a URL links to its DOI', () => {
  const works = [reference('a', { doi: '10.1016/S0140-6736(18)30480-X', publisher: 'The Lancet', year: 2018 })];
  render(<References references={works} places={new Map()} />);
  expect(screen.getByRole('link')).toHaveAttribute('href', 'https://doi.org/10.1016/S0140-6736(18)30480-X');
  expect(screen.getByRole('listitem')).toHaveTextContent(
    'Work a. The Lancet, 2018. DOI: 10.1016/S0140-6736(18)30480-X.',
  );
});

test('every back link has a unique name', () => {
  const [once, twice, again] = [citation('a'), citation('b'), citation('b')];
  const works = [reference('a'), reference('b')];
  render(<References references={works} places={citedPlaces([once, twice, again], works)} />);
  expect(screen.getAllByRole('link').map((link) => link.getAttribute('aria-label'))).toEqual([
    'Back to where reference 1 is cited',
    'Back to where reference 2 is cited, place 1 of 2',
    'Back to where reference 2 is cited, place 2 of 2',
  ]);
});
