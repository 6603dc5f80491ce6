import { describe, expect, test } from '@jest/globals';
import { cleanup, render, screen, within } from '@testing-library/react';
import { markEnd, markStart } from '../search/marks.ts';
import { Search } from './search.tsx';

const topics = [{ id: 'topic-back-pain', title: 'Back pain', path: '/back-pain' }];
const onePage = { page: 1, pages: 1 };
const none = { hits: [], total: 0, page: 1, pages: 0, corrected: undefined };
const hit = {
  id: 'a',
  path: '/back-pain/sciatica',
  topic: 'Back pain',
  title: `${markStart}Sciatica${markEnd}`,
  headline: 'A pain that travels',
  excerpt: `What <b>${markStart}sciatica${markEnd} is`,
};

test('the form works without script, and keeps what was asked', () => {
  render(
    <Search query="sciatica" found={{ hits: [hit], total: 1, ...onePage, corrected: undefined }} topics={topics} />,
  );
  const field = screen.getByRole('searchbox', { name: 'Search for a condition or a symptom' });
  expect(field).toHaveValue('sciatica');
  expect(field).toHaveAttribute('name', 'q');
  expect(field.closest('form')).toHaveAttribute('action', '/search');
  expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('1 article for “sciatica”');
});

test('hits lead to their articles, with the words marked and nothing else of them markup', () => {
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
  ['nothing was found', none],
  ['nothing was asked', null],
  ['search can’t answer', undefined],
])('where %s, the topics are ways on', (_, found) => {
  render(<Search query="" found={found} topics={topics} />);
  expect(screen.getByRole('link', { name: 'Back pain' })).toHaveAttribute('href', '/back-pain');
});

test('where something was found, no topic stands in its way', () => {
  const found = { hits: [hit], total: 1, ...onePage, corrected: undefined };
  render(<Search query="sciatica" found={found} topics={topics} />);
  expect(screen.queryByRole('link', { name: 'Back pain' })).toBeNull();
});

test('who finds nothing is told where to look', () => {
  render(<Search query="xyz" found={none} topics={topics} />);
  expect(screen.getByRole('heading', { name: 'Nothing was found for “xyz”' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Conditions A to Z' })).toHaveAttribute('href', '/a-to-z');
});

test('a corrected search says so', () => {
  render(
    <Search query="sciatca" found={{ hits: [hit], total: 1, ...onePage, corrected: 'sciatica' }} topics={topics} />,
  );
  expect(screen.getByText(/No article has “sciatca”/)).toBeInTheDocument();
});

test('while search can’t answer, the page says that', () => {
  render(<Search query="x" found={undefined} topics={topics} />);
  expect(screen.getByRole('status')).toHaveTextContent('not available right now');
});

describe('what fills more than one page', () => {
  const pageOf = (page: number) => {
    const found = { hits: [hit], total: 65, page, pages: 3, corrected: undefined };
    render(<Search query="a&b" found={found} topics={topics} />);
    return within(screen.getByRole('navigation', { name: 'Pages of results' }));
  };
  const next = { name: 'Next page' };
  const previous = { name: 'Previous page' };

  test('leads on and back, each to an address of its own', () => {
    const pages = pageOf(2);
    expect(pages.getByRole('link', previous)).toHaveAttribute('href', '/search?q=a%26b');
    expect(pages.getByRole('link', next)).toHaveAttribute('href', '/search?q=a%26b&page=3');
    expect(pages.getByText('Page 2 of 3')).toBeInTheDocument();
  });

  test('has nothing before its first, nor after its last', () => {
    expect(pageOf(1).queryByRole('link', previous)).toBeNull();
    cleanup();
    expect(pageOf(3).queryByRole('link', next)).toBeNull();
  });

  test('and one page alone has no way to others', () => {
    render(<Search query="a" found={{ hits: [hit], total: 1, ...onePage, corrected: undefined }} topics={topics} />);
    expect(screen.queryByRole('navigation', { name: 'Pages of results' })).toBeNull();
  });
});
