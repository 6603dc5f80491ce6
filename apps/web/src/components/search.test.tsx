import { expect, test } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import { markEnd, markStart } from '../search/marks.ts';
import { Search } from './search.tsx';

const hit = {
  id: 'a',
  path: '/back-pain/sciatica',
  topic: 'Back pain',
  title: `${markStart}Sciatica${markEnd}`,
  headline: 'A pain that travels',
  excerpt: `What <b>${markStart}sciatica${markEnd} is`,
};

test('the form works without script, and keeps what was asked', () => {
  render(<Search query="sciatica" found={{ hits: [hit], total: 1, corrected: undefined }} />);
  const field = screen.getByRole('searchbox', { name: 'Search for a condition or a symptom' });
  expect(field).toHaveValue('sciatica');
  expect(field).toHaveAttribute('name', 'q');
  expect(field.closest('form')).toHaveAttribute('action', '/search');
  expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('1 article for “sciatica”');
});

test('hits lead to their articles, with the words marked and nothing else of them markup', () => {
  const { container } = render(<Search query="sciatica" found={{ hits: [hit], total: 1, corrected: undefined }} />);
  expect(screen.getByRole('link', { name: 'Sciatica' })).toHaveAttribute('href', '/back-pain/sciatica');
  expect([...container.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual([
    'Sciatica',
    'sciatica',
  ]);
  expect(container.querySelectorAll('b')).toHaveLength(0);
});

test('who finds nothing is told where to look', () => {
  render(<Search query="xyz" found={{ hits: [], total: 0, corrected: undefined }} />);
  expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('Nothing was found for “xyz”');
  expect(screen.getByRole('link', { name: 'Conditions A to Z' })).toHaveAttribute('href', '/a-to-z');
});

test('a corrected search says so', () => {
  render(<Search query="sciatca" found={{ hits: [hit], total: 1, corrected: 'sciatica' }} />);
  expect(screen.getByText(/No article has “sciatca”/)).toBeInTheDocument();
});

test('while search can’t answer, the page says that', () => {
  render(<Search query="x" found={undefined} />);
  expect(screen.getByRole('status')).toHaveTextContent('not available right now');
});
