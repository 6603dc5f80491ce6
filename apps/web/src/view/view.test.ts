/** @jest-environment node */
import { readAddress } from '@bodytext/content/address';
import { inMemoryLake } from '@bodytext/content/in-memory-lake.fixture';
import { aCallToAction, anArticle, oneOfEachType } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { pageMetadata } from './page-metadata.ts';
import { type View, viewOf } from './view.ts';

const path = '/back-pain/stiff-neck';
const due = { reviewedOn: '2025-03-02', nextReviewOn: '2026-03-02', callToAction: { _ref: 'cta-newsletter' } };

async function viewAt(now: string, change: Parameters<typeof anArticle>[0] = {}): Promise<View> {
  const others = oneOfEachType().filter(({ _type }) => _type !== 'article' && _type !== 'callToAction');
  const { context } = inMemoryLake([...others, aCallToAction(), anArticle({ ...due, ...change })]);
  const { data } = await readAddress(context, path);
  if (data.kind !== 'article') throw new Error(`There is a ${data.kind} at ${path}.`);
  return viewOf(data, new Date(now));
}

const facts = (view: View) => ({
  offers: view.kind === 'article' && view.callToAction !== null,
  isIndexed: pageMetadata({ view, siteUrl: 'https://site.example', isPublic: true, edit: null, takesFeedback: true })
    .mayBeIndexed,
});

test('an article with a current or overdue review has a call to action and may be indexed', async () => {
  expect(facts(await viewAt('2026-03-01T00:00:00Z'))).toEqual({ offers: true, isIndexed: true });
  expect(facts(await viewAt('2026-03-20T00:00:00Z'))).toEqual({ offers: true, isIndexed: true });
});

test('an article with a lapsed review has no call to action and must not be indexed', async () => {
  expect(facts(await viewAt('2026-12-01T00:00:00Z'))).toEqual({ offers: false, isIndexed: false });
});

test('a withdrawn article has no call to action and must not be indexed', async () => {
  const withdrawal = { withdrawnOn: '2026-02-01', notice: 'It rested on a retracted study.' };
  expect(facts(await viewAt('2026-03-01T00:00:00Z', { withdrawal }))).toEqual({ offers: false, isIndexed: false });
});
