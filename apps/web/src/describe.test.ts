/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { describe } from './describe.ts';
import { propsAt, spasmPath, spasmView, withdrawnProps } from './view.fixture.ts';

test('a page’s own address is its canonical one', async () => {
  expect(describe(await propsAt(spasmPath)).canonical).toBe(`https://site.example${spasmPath}`);
  expect(describe(await propsAt('/')).canonical).toBe('https://site.example/');
});

test('what an editor wrote for search engines wins', async () => {
  const view = await spasmView();
  const seo = { title: 'Own title', description: 'Own description' };
  const about = describe({ ...(await propsAt(spasmPath)), view: { ...view, article: { ...view.article, seo } } });
  expect(about).toMatchObject({ title: 'Own title – Bodytext', description: 'Own description' });
});

test('without a search title, the condition’s name comes first', async () => {
  const view = await spasmView();
  const article = { ...view.article, headline: 'When it locks', title: 'Lower back spasm', seo: undefined };
  const about = describe({ ...(await propsAt(spasmPath)), view: { ...view, article } });
  expect(about.title).toBe('Lower back spasm: When it locks – Bodytext');
});

test('of a withdrawn article, nothing is told but that it was withdrawn, when and why', async () => {
  expect(describe(await withdrawnProps())).toMatchObject({
    title: 'Lower back spasm (withdrawn) – Bodytext',
    headline: 'Lower back spasm (withdrawn)',
    description: 'This article was withdrawn on 1 April 2026. It rested on a study that was retracted.',
    image: undefined,
    mayBeIndexed: false,
  });
});

test('search engines may list a published page of a public site, and nothing else', async () => {
  const mayList = async (change: object) => describe(await propsAt(spasmPath, change)).mayBeIndexed;
  expect(await mayList({})).toBe(true);
  expect(await mayList({ isPublic: false })).toBe(false);
  expect(await mayList({ edit: { baseUrl: 'http://studio.example', projectId: 'p', dataset: 'd' } })).toBe(false);
  const view = await spasmView();
  expect(await mayList({ view: { ...view, article: { ...view.article, seo: { noIndex: true } } } })).toBe(false);
});

test('the home page and topics name their feeds in every format, an article its Markdown', async () => {
  const namedAt = async (path: string) => describe(await propsAt(path)).alternates.map(({ href }) => href);
  const formats = (base: string) =>
    ['xml', 'atom', 'json'].map((format) => `https://site.example${base}/feed.${format}`);
  expect(await namedAt('/')).toEqual(formats(''));
  expect(await namedAt('/back-pain')).toEqual(formats('/back-pain'));
  expect(await namedAt(spasmPath)).toEqual([`https://site.example${spasmPath}.md`]);
});
