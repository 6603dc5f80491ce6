import { expect, test } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import { markEnd, markStart } from '../search/marks.ts';
import { Search } from './search.tsx';

const topics = [{ id: 'topic-back-pain', title: 'Back pain', path: '/back-pain' }];
const hit = {
  id: 'a',
  path: '/back-pain/sciatica',
  topic: 'Back pain',
  title: `${markStart}Sciatica${markEnd}`,
  headline: 'A pain that travels',
  excerpt: `What <b>${markStart}sciatica${markEnd} is`,
};

test('the form works without script, and keeps what was asked', () => {
  render(<Search query="sciatica" found={{ hits: [hit], total: 1, corrected: undefined }} topics={topics} />);
  const field = screen.getByRole('searchbox', { name: 'Search for a condition or a symptom' });
  expect(field).toHaveValue('sciatica');
  expect(field).toHaveAttribute('name', 'q');
  expect(field.closest('form')).toHaveAttribute('action', '/search');
  expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('1 article for “sciatica”');
});

test('hits lead to their articles, with the words marked and nothing else of them markup', () => {
  const { container } = render(
    <Search query="sciatica" found={{ hits: [hit], total: 1, corrected: undefined }} topics={topics} />,
  );
  expect(screen.getByRole('link', { name: 'Sciatica' })).toHaveAttribute('href', '/back-pain/sciatica');
  expect([...container.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual([
    'Sciatica',
    'sciatica',
  ]);
  expect(container.querySelectorAll('b')).toHaveLength(0);
});

test.each([
  ['nothing was found', { hits: [], total: 0, corrected: undefined }],
  ['nothing was asked', null],
  ['search can’t answer', undefined],
])('where %s, the topics are ways on', (_, found) => {
  render(<Search query="" found={found} topics={topics} />);
  expect(screen.getByRole('link', { name: 'Back pain' })).toHaveAttribute('href', '/back-pain');
});

test('where something was found, no topic stands in its way', () => {
  const found = { hits: [hit], total: 1, corrected: undefined };
  render(<Search query="sciatica" found={found} topics={topics} />);
  expect(screen.queryByRole('link', { name: 'Back pain' })).toBeNull();
});

test('who finds nothing is told where to look', () => {
  render(<Search query="xyz" found={{ hits: [], total: 0, corrected: undefined }} topics={topics} />);
  expect(screen.getByRole('heading', { name: 'Nothing was found for “xyz”' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Conditions A to Z' })).toHaveAttribute('href', '/a-to-z');
});

test('a corrected search says so', () => {
  render(<Search query="sciatca" found={{ hits: [hit], total: 1, corrected: 'sciatica' }} topics={topics} />);
  expect(screen.getByText(/No article has “sciatca”/)).toBeInTheDocument();
});

test('while search can’t answer, the page says that', () => {
  render(<Search query="x" found={undefined} topics={topics} />);
  expect(screen.getByRole('status')).toHaveTextContent('not available right now');
});
