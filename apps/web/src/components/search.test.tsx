import { describe, expect, test } from '@jest/globals';
import { cleanup, render, screen, within } from '@testing-library/react';
import { highlightEnd, highlightStart } from '../search/highlight.ts';
import { Search } from './search.tsx';

const topics = [{ id: 'topic-back-pain', title: 'Back pain', path: '/back-pain' }];
const onePage = { page: 1, pages: 1 };
const none = { hits: [], total: 0, page: 1, pages: 0, corrected: undefined };
const hit = {
  id: 'a',
  path: '/back-pain/sciatica',
  topic: 'Back pain',
  title: `${highlightStart}Sciatica${highlightEnd}`,
  headline: 'A pain that travels',
  excerpt: `What <b>${highlightStart}sciatica${highlightEnd} is`,
};

test('the form works without script, and keeps the query', () => {
  render(
    <Search query="sciatica" found={{ hits: [hit], total: 1, ...onePage, corrected: undefined }} topics={topics} />,
  );
  const field = screen.getByRole('searchbox', { name: 'Search for a condition or a symptom' });
  expect(field).toHaveValue('sciatica');
  expect(field).toHaveAttribute('name', 'q');
  expect(field.closest('form')).toHaveAttribute('action', '/search');
  expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('1 article for “sciatica”');
});

test('hits link to their articles, with matches highlighted and everything else escaped', () => {
  const { container } = render(
    <Search query="sciatica" found={{ hits: [hit], total: 1, ...onePage, corrected: undefined }} topics={topics} />,
  );
  expect(screen.getByRole('link', { name: 'Sciatica' })).toHaveAttribute('href', '/back-pain/sciatica');
  expect([...container.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual([
    'Sciatica',
    'sciatica',
  ]);
  expect(container.querySelectorAll('b')).toHaveLength(0);
});

test.each([
  ['nothing is found', none],
  ['there is no query', null],
  ['search is unavailable', undefined],
])('when %s, the topics are shown', (_, found) => {
  render(<Search query="" found={found} topics={topics} />);
  expect(screen.getByRole('link', { name: 'Back pain' })).toHaveAttribute('href', '/back-pain');
});

test('when something is found, the topics are not shown', () => {
  const found = { hits: [hit], total: 1, ...onePage, corrected: undefined };
  render(<Search query="sciatica" found={found} topics={topics} />);
  expect(screen.queryByRole('link', { name: 'Back pain' })).toBeNull();
});

test('when nothing is found, the page links to the A to Z', () => {
  render(<Search query="xyz" found={none} topics={topics} />);
  expect(screen.getByRole('heading', { name: 'Nothing was found for “xyz”' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Conditions A to Z' })).toHaveAttribute('href', '/a-to-z');
});

test('a correction of the query is shown', () => {
  render(
    <Search query="sciatca" found={{ hits: [hit], total: 1, ...onePage, corrected: 'sciatica' }} topics={topics} />,
  );
  expect(screen.getByText(/No article has “sciatca”/)).toBeInTheDocument();
});

test('while search is unavailable, the page says so', () => {
  render(<Search query="x" found={undefined} topics={topics} />);
  expect(screen.getByRole('status')).toHaveTextContent('not available right now');
});

describe('pagination', () => {
  const pageOf = (page: number) => {
    const found = { hits: [hit], total: 65, page, pages: 3, corrected: undefined };
    render(<Search query="a&b" found={found} topics={topics} />);
    return within(screen.getByRole('navigation', { name: 'Pages of results' }));
  };
  const next = { name: 'Next page' };
  const previous = { name: 'Previous page' };

  test('links to the previous and the next page', () => {
    const pages = pageOf(2);
    expect(pages.getByRole('link', previous)).toHaveAttribute('href', '/search?q=a%26b');
    expect(pages.getByRole('link', next)).toHaveAttribute('href', '/search?q=a%26b&page=3');
    expect(pages.getByText('Page 2 of 3')).toBeInTheDocument();
  });

  test('has no link before the first and after the last page', () => {
    expect(pageOf(1).queryByRole('link', previous)).toBeNull();
    cleanup();
    expect(pageOf(3).queryByRole('link', next)).toBeNull();
  });

  test('is not shown for a single page', () => {
    render(<Search query="a" found={{ hits: [hit], total: 1, ...onePage, corrected: undefined }} topics={topics} />);
    expect(screen.queryByRole('navigation', { name: 'Pages of results' })).toBeNull();
  });
});
