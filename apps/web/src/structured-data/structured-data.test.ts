/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { jsonForHtml } from '../components/page-head.tsx';
import { propsAt, spasmPath, spasmView } from '../view.fixture.ts';
import { structuredData } from './structured-data.ts';

test('an article is a medical web page about its condition, with who checked it and what it rests on', async () => {
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

test.each(['/', '/back-pain', '/about', '/people/amara-oyelaran'])('%s says what it is', async (path) => {
  const data = structuredData(await propsAt(path));
  expect(data.length).toBeGreaterThan(0);
  for (const thing of data) expect(thing).toMatchObject({ '@context': 'https://schema.org' });
});

test('no word of an editor ends the data’s element', () => {
  const json = jsonForHtml({ name: '</script><script>alert(1)</script><!--' });
  expect(json).not.toContain('<');
  expect(JSON.parse(json)).toEqual({ name: '</script><script>alert(1)</script><!--' });
});
