import { aChangeNote, aClaim } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { render, screen, within } from '@testing-library/react';
import { aClaimSplitByCitation, spasmView } from '../view/view.fixture.ts';
import type { ArticleView } from '../view/view.ts';
import { Article } from './article.tsx';

/** The demo's article, with some of it changed. */
async function show(change: (view: ArticleView) => Partial<ArticleView> = () => ({})) {
  const view = await spasmView();
  const shown = { ...view, ...change(view) };
  const { container } = render(<Article view={shown} siteUrl="https://site.example" takesFeedback />);
  return { view: shown, container };
}

test('headings are in order: the headline, the three sections, the references', async () => {
  const { view, container } = await show();
  const { article } = view;
  expect(screen.getAllByRole('heading', { level: 1 }).map(({ textContent }) => textContent)).toEqual([
    article.headline,
  ]);
  const sections = screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);
  expect(sections).toEqual(
    expect.arrayContaining([article.what.heading, article.causes.heading, article.ordeal.heading, 'References']),
  );
  const levels = [...container.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) => Number(tagName[1]));
  const steps = levels.map((level, index) => level - (levels[index - 1] ?? 0));
  expect(Math.max(...steps)).toBe(1);
});

test('an article shows its author, its reviewer with credentials, and the dates of review', async () => {
  const { view } = await show();
  const [author] = view.authors;
  expect(screen.getByRole('link', { name: author?.name })).toHaveAttribute('href', `/people/${author?.slug.current}`);
  expect(screen.getByText(/Medically reviewed by/)).toHaveTextContent(view.reviewer?.credentials ?? 'credentials');
  expect(screen.getByText(/Last reviewed/).querySelector('time')).toHaveAttribute('datetime', view.article.reviewedOn);
  expect(screen.getByText(/Next review due/).querySelector('time')).toHaveAttribute(
    'datetime',
    view.article.nextReviewOn,
  );
});

test('without a reviewer no review is shown, but still when the next is due', async () => {
  const { view } = await show(() => ({ reviewer: undefined }));
  expect(view.article.reviewedOn).toBeDefined();
  expect(screen.queryByText(/Last reviewed/)).toBeNull();
  expect(screen.getByText(/Next review due/)).toBeInTheDocument();
});

test('a review without a date for the next is due three years later', async () => {
  await show(({ article }) => ({
    article: { ...article, reviewedOn: '2020-05-06', nextReviewOn: undefined },
    review: 'lapsed',
  }));
  expect(screen.getByText(/Next review due/).querySelector('time')).toHaveAttribute('datetime', '2023-05-06');
  expect(screen.getByRole('complementary', { name: 'This page is out of date' })).toHaveTextContent('6 May 2023');
});

test('every citation links to its reference, and every back link to its citation', async () => {
  const { view, container } = await show();
  const citations = [...container.querySelectorAll('.citation a')];
  expect(citations.length).toBeGreaterThan(3);
  const ids = [...container.querySelectorAll('[id]')].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const anchors = container.querySelectorAll<HTMLAnchorElement>('a[href^="#"]');
  for (const { hash } of anchors) expect(ids).toContain(hash.slice(1));
  expect(container.querySelectorAll('.back-links a')).toHaveLength(citations.length);
  expect(container.querySelectorAll('.references li')).toHaveLength(view.references.length);
});

test('care cards state their urgency as text, not only as colour', async () => {
  await show();
  expect(screen.getByRole('heading', { name: /^Immediate action required: / })).toBeInTheDocument();
});

test('the ordeal is labelled as lived experience', async () => {
  const { view } = await show();
  const ordeal = screen.getByRole('region', { name: view.article.ordeal.heading });
  expect(within(ordeal).getByText('Lived experience')).toBeInTheDocument();
  const what = screen.getByRole('region', { name: view.article.what.heading });
  expect(within(what).queryByText('Lived experience')).toBeNull();
});

test('the call to action comes after the last emergency card', async () => {
  const { container } = await show();
  const order = [...container.querySelectorAll('.care-card-emergency, .call-to-action')].map(
    ({ className }) => className,
  );
  expect(order.at(-1)).toBe('call-to-action');
  expect(order.filter((name) => name === 'call-to-action')).toHaveLength(1);
});

test('a link to an unpublished document is plain text', async () => {
  const { container } = await show(() => ({ links: {} }));
  expect(container.querySelectorAll('.section p a:not([href^="http"]):not([href^="#"])')).toHaveLength(0);
});

test('published pages have no attributes for visual editing', async () => {
  const { container } = await show();
  expect(container.querySelectorAll('[data-sanity]')).toHaveLength(0);
});

test('no element has inline styles, which the policy forbids', async () => {
  const { container } = await show();
  expect(container.querySelectorAll('[style], style, script')).toHaveLength(0);
});

test('an overdue review is marked in the byline', async () => {
  await show(() => ({ review: 'overdue' }));
  expect(screen.getByText(/Next review due/)).toHaveTextContent(/\(overdue\)$/);
  expect(screen.queryByText('This page is out of date')).toBeNull();
});

test('an article with a lapsed review has a notice before its first section', async () => {
  const { container } = await show(() => ({ review: 'lapsed' }));
  const notice = screen.getByRole('complementary', { name: 'This page is out of date' });
  const [firstSection] = container.querySelectorAll('.section');
  const isBefore = notice.compareDocumentPosition(firstSection ?? notice) & Node.DOCUMENT_POSITION_FOLLOWING;
  expect(isBefore).toBeTruthy();
});

test('the change log has the latest change first, with who approved it', async () => {
  const { view } = await show(({ article, reviewer }) => ({
    article: {
      ...article,
      changes: [
        aChangeNote({ _key: 'old', changedOn: '2026-01-02', what: 'Older.' }),
        aChangeNote({
          _key: 'new',
          changedOn: '2026-03-04',
          what: 'Newer.',
          approvedBy: { _ref: reviewer?._id ?? '' },
        }),
      ],
    },
    approvers: reviewer ? [reviewer] : [],
  }));
  const log = within(screen.getByRole('region', { name: 'What has changed' }));
  const lines = log.getAllByRole('listitem').map(({ textContent }) => textContent);
  expect(lines[0]).toMatch(/^4 March 2026: Newer\./);
  expect(lines[0]).toContain(`Approved by ${view.reviewer?.name}`);
  expect(lines[1]).toContain('Older.');
});

test('a claim shows its standing, certainty, citations and the mainstream view', async () => {
  const { view, container } = await show(({ article, references: [first] }) => ({
    article: {
      ...article,
      causes: {
        ...article.causes,
        body: [
          aClaim('Circulation is to blame.', {
            standing: 'contested',
            certainty: 'veryLow',
            references: [{ _key: 'r', _ref: first?._id ?? '' }],
            mainstreamView: 'Most causes are mechanical.',
          }),
        ],
      },
    },
  }));
  const causes = screen.getByRole('region', { name: view.article.causes.heading });
  expect(causes).toHaveTextContent(
    'Circulation is to blame. (contested, very low certainty)1 What most of medicine holds: Most causes are mechanical.',
  );
  const citation = within(causes).getByRole('link', { name: 'Reference 1' });
  expect(container.querySelectorAll(`a[href="#${citation.id}"]`)).toHaveLength(1);
});

test('a claim that is split by a citation has one note, and no id is duplicated', async () => {
  const { view, container } = await show(({ article, references: [first] }) => ({
    article: { ...article, causes: { ...article.causes, body: [aClaimSplitByCitation(first?._id ?? '')] } },
  }));
  const causes = screen.getByRole('region', { name: view.article.causes.heading });
  expect(causes).toHaveTextContent('Heat1 helps. (guideline, moderate certainty)1 Try it.');
  const ids = [...container.querySelectorAll('[id]')].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the reading time is shown', async () => {
  await show();
  expect(screen.getByText(/^\d+ minutes to read$/)).toBeInTheDocument();
});

test('the page can be shared by e-mail, without a request to another site', async () => {
  const { view } = await show();
  const href = screen.getByRole('link', { name: 'Send this page by e-mail' }).getAttribute('href') ?? '';
  expect(href).toMatch(/^mailto:\?/);
  expect(new URLSearchParams(href.slice('mailto:?'.length)).get('body')).toBe(`https://site.example${view.path}`);
});

test('the previous and the next article of the topic are linked', async () => {
  const { view } = await show(({ related }) => ({ previous: related[0], next: related[1] }));
  const nav = within(screen.getByRole('navigation', { name: /^Before and after in / }));
  expect(nav.getByRole('link', { name: `Previous: ${view.related[0]?.title}` })).toHaveAttribute(
    'href',
    view.related[0]?.path,
  );
});
