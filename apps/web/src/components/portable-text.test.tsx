import { expect, test } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import { LinksContext, PortableText } from './portable-text.tsx';

const span = (text: string, marks: string[] = []) => ({ _type: 'span' as const, _key: text, text, marks });

test('lists are nested, with marks and links', () => {
  const { container } = render(
    <PortableText
      value={[
        { _type: 'block', _key: '1', listItem: 'bullet', level: 1, children: [span('one')] },
        { _type: 'block', _key: '2', listItem: 'number', level: 2, children: [span('two', ['strong'])] },
        {
          _type: 'block',
          _key: '3',
          children: [span('out', ['l'])],
          markDefs: [{ _type: 'link', _key: 'l', href: 'https://www.nice.org.uk/' }],
        },
      ]}
    />,
  );
  expect(container.querySelector('ul > li > ol > li > strong')).toHaveTextContent('two');
  expect(screen.getByRole('link', { name: 'out' })).toHaveAttribute('href', 'https://www.nice.org.uk/');
});

test('text in another language has a lang attribute', () => {
  const value = [
    {
      _type: 'block' as const,
      _key: '1',
      children: [span('In German it is a '), span('Hexenschuss', ['g']), span('.')],
      markDefs: [{ _type: 'otherLanguage' as const, _key: 'g', language: 'de' }],
    },
  ];
  render(<PortableText value={value} />);
  expect(screen.getByText('Hexenschuss')).toHaveAttribute('lang', 'de');
});

test('an internal link leads to its document’s current address', () => {
  const value = [
    {
      _type: 'block' as const,
      _key: '1',
      children: [span('sciatica', ['i']), span(' and '), span('nothing', ['n'])],
      markDefs: [
        { _type: 'internalLink' as const, _key: 'i', reference: { _ref: 'article-sciatica' } },
        { _type: 'internalLink' as const, _key: 'n', reference: { _ref: 'unpublished' } },
      ],
    },
  ];
  render(
    <LinksContext value={{ 'article-sciatica': { id: 'article-sciatica', title: 'Sciatica', path: '/back/sciatica' } }}>
      <PortableText value={value} />
    </LinksContext>,
  );
  expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(['/back/sciatica']);
  expect(screen.getByText(/nothing/)).toBeInTheDocument();
});

test('headings start one level below the heading above the text', () => {
  const value = [{ _type: 'block' as const, _key: '1', style: 'h3' as const, children: [span('Heading')] }];
  const { unmount } = render(<PortableText value={value} />);
  expect(screen.getByRole('heading', { level: 3 })).toHaveTextContent('Heading');
  unmount();
  render(<PortableText value={value} headingLevel={2} />);
  expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('Heading');
});
