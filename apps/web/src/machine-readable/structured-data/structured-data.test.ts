/** @jest-environment node */
import { aCallout, aCareCard, aClaim, aParagraph } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { jsonForHtml } from '../../components/page-head.tsx';
import { propsAt, spasmPath, spasmView, withdrawnProps } from '../../view/view.fixture.ts';
import type { ArticleView } from '../../view/view.ts';
import { structuredData } from './structured-data.ts';

test('an article is a MedicalWebPage about its condition, with its reviewer and references', async () => {
  const { article, references, reviewer } = await spasmView();
  const [page, breadcrumb] = structuredData(await propsAt(spasmPath));
  expect(page).toMatchObject({
    '@type': 'MedicalWebPage',
    url: `https://site.example${spasmPath}`,
    about: { '@type': 'MedicalCondition', name: article.title },
    reviewedBy: { '@type': 'Person', name: reviewer?.name },
    lastReviewed: article.reviewedOn,
    author: [{ '@type': 'Person' }],
  });
  expect(page).toHaveProperty('citation.length', references.length);
  expect(breadcrumb).toMatchObject({
    '@type': 'BreadcrumbList',
    itemListElement: [
      { position: 1, item: 'https://site.example/' },
      { position: 2, name: 'Back pain', item: 'https://site.example/back-pain' },
      { position: 3, name: 'Lower back pain' },
      { position: 4, name: article.title, item: `https://site.example${spasmPath}` },
    ],
  });
});

test('a withdrawn article is a WebPage named after its condition, without its statements and references', async () => {
  const props = await withdrawnProps();
  if (props.view.kind !== 'article') throw new Error('There is no article.');
  const { article, reviewer, references } = props.view;
  const [page, breadcrumb] = structuredData(props);
  expect(page).toMatchObject({ '@type': 'WebPage', name: article.title, creativeWorkStatus: 'Withdrawn' });
  expect(breadcrumb).toMatchObject({ '@type': 'BreadcrumbList' });
  const json = JSON.stringify(page);
  for (const words of [
    article.headline,
    reviewer?.name,
    references[0]?.title,
    article.reviewedOn,
    'MedicalCondition',
  ]) {
    expect(json).not.toContain(words ?? 'nothing');
  }
});

/** The claims in the JSON-LD of an article with these blocks. */
async function claimsOf(body: ArticleView['article']['causes']['body']) {
  const view = await spasmView();
  const paragraphs = { heading: 'Heading', body: [aParagraph('Words.')] };
  const article = { ...view.article, what: paragraphs, causes: { heading: 'Causes', body }, ordeal: paragraphs };
  const [page] = structuredData(await propsAt(spasmPath, { view: { ...view, article } }));
  return page !== undefined && 'mentions' in page ? page.mentions : undefined;
}

test('a claim has its standing, certainty and citations', async () => {
  const { references } = await spasmView();
  const claim = aClaim('So it is.', { references: [{ _key: 'r', _ref: references[0]?._id ?? '' }] });
  expect(await claimsOf([claim])).toEqual([
    expect.objectContaining({
      '@type': 'Claim',
      text: 'So it is.',
      genre: 'guideline',
      keywords: 'moderate certainty',
      citation: [expect.objectContaining({ name: references[0]?.title })],
    }),
  ]);
});

test('claims in callouts and care cards are included, and marks without text are not', async () => {
  const unmarked = { ...aClaim('Left behind.'), children: [] };
  const body = [aCallout({ body: [aClaim('In a callout.')] }), aCareCard({ body: [aClaim('In a card.'), unmarked] })];
  expect(await claimsOf(body)).toMatchObject([{ text: 'In a callout.' }, { text: 'In a card.' }]);
});

test('the mainstream view is a claim of its own', async () => {
  const claim = aClaim('Feelings do it.', { standing: 'contested', mainstreamView: 'it has many causes.' });
  const [contested, mainstream] = [await claimsOf([claim])].flat();
  expect(contested).toMatchObject({ text: 'Feelings do it.', genre: 'contested' });
  expect(JSON.stringify(contested)).not.toContain('it has many causes.');
  expect(mainstream).toEqual({ '@type': 'Claim', text: 'What most of medicine holds: it has many causes.' });
});

test('a person’s page has a breadcrumb', async () => {
  const [, breadcrumb] = structuredData(await propsAt('/people/amara-oyelaran'));
  expect(breadcrumb).toMatchObject({
    '@type': 'BreadcrumbList',
    itemListElement: [
      { position: 1, item: 'https://site.example/' },
      { position: 2, name: 'People', item: 'https://site.example/people' },
      { position: 3, item: 'https://site.example/people/amara-oyelaran' },
    ],
  });
});

test.each(['/', '/back-pain', '/about', '/people/amara-oyelaran'])('%s has JSON-LD of schema.org', async (path) => {
  const data = structuredData(await propsAt(path));
  expect(data.length).toBeGreaterThan(0);
  for (const thing of data) expect(thing).toMatchObject({ '@context': 'https://schema.org' });
});

test('an editor’s text can’t end the script element', () => {
  const json = jsonForHtml({ name: '</script><script>alert(1)</script><!--' });
  expect(json).not.toContain('<');
  expect(JSON.parse(json)).toEqual({ name: '</script><script>alert(1)</script><!--' });
});
