/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { pageMetadata } from './page-metadata.ts';
import { propsAt, spasmPath, spasmView, withdrawnProps } from './view.fixture.ts';

test('the canonical URL of a page is its own address', async () => {
  expect(pageMetadata(await propsAt(spasmPath)).canonical).toBe(`https://site.example${spasmPath}`);
  expect(pageMetadata(await propsAt('/')).canonical).toBe('https://site.example/');
});

test('an article’s SEO fields take precedence', async () => {
  const view = await spasmView();
  const seo = { title: 'Own title', description: 'Own description' };
  const metadata = pageMetadata({
    ...(await propsAt(spasmPath)),
    view: { ...view, article: { ...view.article, seo } },
  });
  expect(metadata).toMatchObject({ title: 'Own title – Bodytext', description: 'Own description' });
});

test('without an SEO title, the page title starts with the condition’s name', async () => {
  const view = await spasmView();
  const article = { ...view.article, headline: 'When it locks', title: 'Lower back spasm', seo: undefined };
  const metadata = pageMetadata({ ...(await propsAt(spasmPath)), view: { ...view, article } });
  expect(metadata.title).toBe('Lower back spasm: When it locks – Bodytext');
});

test('the metadata of a withdrawn article tells only that it was withdrawn, when and why', async () => {
  expect(pageMetadata(await withdrawnProps())).toMatchObject({
    title: 'Lower back spasm (withdrawn) – Bodytext',
    headline: 'Lower back spasm (withdrawn)',
    description: 'This article was withdrawn on 1 April 2026. It rested on a study that was retracted.',
    image: undefined,
    mayBeIndexed: false,
  });
});

test('search engines may index only published pages of a public site', async () => {
  const mayIndex = async (change: object) => pageMetadata(await propsAt(spasmPath, change)).mayBeIndexed;
  expect(await mayIndex({})).toBe(true);
  expect(await mayIndex({ isPublic: false })).toBe(false);
  expect(await mayIndex({ edit: { baseUrl: 'http://studio.example', projectId: 'p', dataset: 'd' } })).toBe(false);
  const view = await spasmView();
  expect(await mayIndex({ view: { ...view, article: { ...view.article, seo: { noIndex: true } } } })).toBe(false);
});

test('the home page and topics link to their feeds in every format, an article to its Markdown', async () => {
  const alternatesAt = async (path: string) => pageMetadata(await propsAt(path)).alternates.map(({ href }) => href);
  const formats = (base: string) =>
    ['xml', 'atom', 'json'].map((format) => `https://site.example${base}/feed.${format}`);
  expect(await alternatesAt('/')).toEqual(formats(''));
  expect(await alternatesAt('/back-pain')).toEqual(formats('/back-pain'));
  expect(await alternatesAt(spasmPath)).toEqual([`https://site.example${spasmPath}.md`]);
});
