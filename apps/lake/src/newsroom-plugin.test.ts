import { newsroomPlugin } from '@bodytext/newsroom/lake-plugin';
import { aFeedback, aFeedbackTally, anArticle, oneOfEachType } from '@bodytext/schema/fixtures';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { failureOf, startTestLake, type TestLake } from './lake.fixture.ts';
import { lakeItself } from './people/actor.ts';
import { siteWebhook } from './site-webhook.ts';
import { builtInHook } from './webhooks/hook.ts';

let lake: TestLake;
const article = anArticle();
beforeAll(async () => {
  lake = await startTestLake({ plugin: newsroomPlugin });
  const documents: { _id: string; _type: string }[] = JSON.parse(JSON.stringify(oneOfEachType()));
  const assets = [...JSON.stringify(documents).matchAll(/"_ref":"(image-[^"]+)"/g)].flatMap(([, id]) => id ?? []);
  const images = [...new Set(assets)].map((_id) => ({ _id, _type: 'sanity.imageAsset' }));
  const mutations = [...images, ...documents].map((document) => ({ createOrReplace: document }));
  await lake.lake.main.mutate(lakeItself, mutations, { bypassGate: true });
});
afterAll(() => lake.stop());

test('a changed slug leaves a redirect from the old address, in the same transaction', async () => {
  const client = lake.client('editor');
  const moved = await client.patch(article._id).set({ 'slug.current': 'wry-neck' }).commit();
  const redirects = await client.fetch('*[_type == "redirect" && target._ref == $id]{_rev, from}', { id: article._id });
  expect(redirects).toContainEqual({ _rev: moved._rev, from: expect.stringMatching(/^\/.+/) });
});

test('the first publication of a draft is noted, and stays through all that follow', async () => {
  const client = lake.client('editor');
  const [publishedId, draftId] = ['article-late', 'drafts.article-late'];
  const draft = JSON.parse(JSON.stringify(anArticle({ _id: draftId, slug: { current: 'late' } })));
  const action = (name: 'publish' | 'unpublish') =>
    client.action({ actionType: `sanity.action.document.${name}`, draftId, publishedId });
  await client.create({ ...draft, _createdAt: '2026-01-10T08:00:00Z' });
  await action('publish');
  const first = await client.getDocument(publishedId);
  expect(first).toMatchObject({ _createdAt: '2026-01-10T08:00:00Z', firstPublishedAt: first?._updatedAt });
  await action('unpublish');
  await action('publish');
  await client.createOrReplace(draft);
  await action('publish');
  expect(await client.getDocument(publishedId)).toMatchObject({ firstPublishedAt: first?.firstPublishedAt });
});

test('what the schema calls unpublishable is refused in its own words', async () => {
  const client = lake.client('editor');
  const failure = await failureOf(client.patch(article._id).unset(['headline']).commit());
  expect(failure).toMatchObject({ statusCode: 400, message: expect.stringContaining('Write a headline.') });
});

test('a marketer places offers and touches no article', async () => {
  const marketer = lake.client('marketer');
  expect(await failureOf(marketer.patch(article._id).set({ title: 'Mine' }).commit())).toMatchObject({
    statusCode: 403,
  });
  expect(await marketer.create({ _id: 'drafts.offer', _type: 'callToAction', name: 'Offer' })).toBeDefined();
});

describe('the site’s token for feedback', () => {
  const report = aFeedback({ _id: 'feedback.new', page: undefined });
  const tally = aFeedbackTally({ _id: 'feedback-tally.2026-03.new', useful: 0, notUseful: 0 });
  const vote = { patch: { id: tally._id, inc: { useful: 1 } } };

  /** What it may not do is refused before anything else is said about it. */
  async function statusOf(work: Promise<unknown>): Promise<number> {
    return (await failureOf(work)).statusCode;
  }

  test('hands in a report, and counts votes', async () => {
    const site = lake.client('feedback');
    await site.mutate([{ create: report }], { returnDocuments: false });
    await site.mutate([{ createIfNotExists: tally }, vote], { returnDocuments: false });
    await site.mutate([{ createIfNotExists: tally }, vote], { returnDocuments: false });
    const editor = lake.client('editor');
    expect(await editor.getDocument(report._id)).toMatchObject({ text: report.text, state: 'open' });
    expect(await editor.getDocument(tally._id)).toMatchObject({ useful: 2, notUseful: 0 });
  });

  test('reads nothing back, not even its own', async () => {
    const site = lake.client('feedback');
    expect(await site.fetch('*')).toEqual([]);
    expect(await site.getDocument(report._id)).toBeUndefined();
    const token = site.config().token;
    const paths = [
      'projects/bodytext',
      'projects/bodytext/users',
      'users/me',
      `users/${'p'.repeat(9)}`,
      'data/export/production',
    ];
    for (const path of [
      ...paths,
      `data/history/production/transactions/${report._id}`,
      'data/listen/production?query=*',
    ]) {
      const answer = await fetch(`${lake.url}/v2025-02-19/${path}`, { headers: { authorization: `Bearer ${token}` } });
      expect([path, answer.status]).toEqual([path, 403]);
    }
  });

  test.each([
    ['an article', { create: { ...article, _id: 'forged' } }],
    ['a draft', { create: { ...article, _id: 'drafts.forged' } }],
    ['a public report', { create: { ...report, _id: 'public' } }],
    ['a report that is already handled', { create: { ...report, _id: 'feedback.handled', state: 'handled' } }],
    ['a report with a field of its own', { create: { ...report, _id: 'feedback.more', ip: '192.0.2.1' } }],
    ['another text for a report', { patch: { id: report._id, set: { text: 'Forged.' } } }],
    ['another report in the place of one', { createOrReplace: report }],
    ['no report any more', { delete: { id: report._id } }],
    ['fewer votes', { patch: { id: tally._id, dec: { useful: 1 } } }],
    ['votes for another page', { patch: { id: tally._id, set: { 'page._ref': 'article-forged' } } }],
    ['a tally with a field of its own', { patch: { id: tally._id, set: { ip: '192.0.2.1' } } }],
    ['no votes any more', { delete: { id: tally._id } }],
    ['a change of an article', { patch: { id: article._id, set: { title: 'Forged' } } }],
    ['changes by query', { patch: { query: '*[_type == "article"]', set: { title: 'Forged' } } }],
  ])('does not write %s', async (_, mutation) => {
    const before = await lake.client('administrator').fetch('*');
    const body = JSON.stringify({ mutations: [mutation] });
    const answer = await fetch(`${lake.url}/v2025-02-19/data/mutate/production`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${lake.client('feedback').config().token}`,
      },
    });
    expect([200, 403]).toContain(answer.status);
    expect(await lake.client('administrator').fetch('*')).toEqual(before);
  });

  test('writes no report that the schema refuses', async () => {
    const site = lake.client('feedback');
    const long = site.create({ ...report, _id: 'feedback.long', text: 'x'.repeat(2001) });
    expect(await statusOf(long)).toBe(400);
    const noVotes = { ...tally, _id: 'feedback-tally.2026-03.none', useful: -1 };
    expect(await statusOf(site.create(noVotes))).toBe(400);
  });
});

test('nobody reads what readers say without signing in, even where published documents are public', async () => {
  const open = await startTestLake({ plugin: newsroomPlugin, isPublic: true });
  await open.client('editor').mutate([{ create: aFeedback({ page: undefined }) }]);
  expect(await open.anonymous().fetch('*')).toEqual([]);
  await open.stop();
});

test('the site is not told what readers say: it is on no page', async () => {
  const hook = siteWebhook('http://localhost', 'secret');
  const told = builtInHook(hook, { documents: lake.lake.main.store.documents, project: lake.lake.main.project });
  const { documents } = lake.lake.main.store;
  const about = (id: string) => told.bodyFor({ before: undefined, after: documents.get(id) });
  expect(about(article._id)).toBeDefined();
  expect(about('feedback.new')).toBeUndefined();
  expect(about('feedback-tally.2026-03.new')).toBeUndefined();
});
