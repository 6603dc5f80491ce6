import { expect, test } from '@jest/globals';
import { render, screen, within } from '@testing-library/react';
import { propsAt, spasmPath } from '../view/view.fixture.ts';
import { ViewPage } from './view-page.tsx';

test.each(['/', '/back-pain', spasmPath, '/about', '/people/amara-oyelaran'])(
  '%s has one main heading, a skip link, and what to do in an emergency',
  async (path) => {
    const props = await propsAt(path);
    const { container } = render(<ViewPage {...props} />);
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    expect(screen.getByRole('link', { name: 'Skip to content' })).toHaveAttribute('href', '#content');
    expect(container.querySelector('main')).toHaveAttribute('id', 'content');
    expect(within(screen.getByRole('contentinfo')).getByText('In an emergency:')).toBeInTheDocument();
    expect(container.querySelectorAll('[style], style')).toHaveLength(0);
  },
);

test('a topic shows the articles of its whole branch', async () => {
  render(<ViewPage {...(await propsAt('/back-pain'))} />);
  const paths = screen.getAllByRole('link').map((link) => link.getAttribute('href'));
  expect(paths).toContain(spasmPath);
  expect(paths).toContain('/back-pain/neck-and-upper-back/stiff-neck');
});

test('images have width and height, and only the first is not lazy', async () => {
  const { container } = render(<ViewPage {...(await propsAt(spasmPath))} />);
  const images = [...container.querySelectorAll('img')];
  expect(images.length).toBeGreaterThan(1);
  for (const image of images) {
    expect(Number(image.getAttribute('width'))).toBeGreaterThan(0);
    expect(Number(image.getAttribute('height'))).toBeGreaterThan(0);
    expect(image.getAttribute('src')).toMatch(/^\/media\//);
  }
  expect(images.map((image) => image.getAttribute('loading')).filter((loading) => loading !== 'lazy')).toHaveLength(1);
});

test('a draft has attributes for visual editing', async () => {
  const edit = { baseUrl: 'http://studio.example', projectId: 'bodytext', dataset: 'production' };
  const { container } = render(<ViewPage {...(await propsAt(spasmPath, { edit }))} />);
  const attribute = container.querySelector('h1')?.getAttribute('data-sanity');
  expect(attribute).toContain('path=headline');
  expect(attribute).toContain(encodeURIComponent('http://studio.example'));
  expect(screen.getByRole('link', { name: 'Leave the preview' })).toBeInTheDocument();
});

test('a withdrawn article keeps its address, with a notice and a link to read instead, and without its text', async () => {
  const props = await propsAt(spasmPath);
  if (props.view.kind !== 'article') throw new Error('There is no article.');
  const [instead] = props.view.related;
  const article = {
    ...props.view.article,
    withdrawal: {
      withdrawnOn: '2026-04-01',
      notice: 'It rested on a study that was retracted.',
      instead: { _ref: instead?.id ?? '' },
    },
  };
  const links = instead ? { [instead.id]: instead } : {};
  const { container } = render(<ViewPage {...props} view={{ ...props.view, article, links, callToAction: null }} />);
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(article.title);
  expect(screen.getByText('It rested on a study that was retracted.')).toBeInTheDocument();
  expect(screen.getByText(/Read instead:/)).toHaveTextContent(instead?.title ?? 'a title');
  expect(container).not.toHaveTextContent(article.what.heading);
});
