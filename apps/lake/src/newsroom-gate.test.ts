import { newsroomPlugin } from '@bodytext/newsroom/lake-plugin';
import {
  aCallToAction,
  aFeedback,
  anArticle,
  anImageAsset,
  aPage,
  aPerson,
  aRedirect,
  aTopic,
  oneOfEachType,
} from '@bodytext/schema/fixtures';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { failureOf, startTestLake, type TestLake } from './lake.fixture.ts';

let lake: TestLake;
let client: SanityClient;
let count = 0;
beforeAll(async () => {
  lake = await startTestLake({ plugin: newsroomPlugin });
  client = lake.client('editor');
  await write([anImageAsset(), ...oneOfEachType()].map((document) => ({ create: document })));
});
afterAll(() => lake.stop());
beforeEach(() => {
  count += 1;
});

const write = (mutations: object[]) =>
  client.request({ method: 'POST', url: '/data/mutate/production', body: { mutations } });
const act = (...actions: object[]) =>
  client.request({ method: 'POST', url: '/data/actions/production', body: { actions } });
const publish = (publishedId: string) => ({
  actionType: 'sanity.action.document.publish',
  draftId: `drafts.${publishedId}`,
  publishedId,
});
const named = (name: string) => ({ _id: `${name}-${count}`, slug: { current: `${name}-${count}` } });

/** What the gate refuses, at which field, and with what sentence. */
async function refused(work: Promise<unknown>) {
  const failure = await failureOf(work);
  expect(failure.statusCode).toBe(400);
  return failure.details;
}
const issue = (path: unknown[], code: string, message: string) => ({
  type: 'publishRefusedError',
  issues: expect.arrayContaining([expect.objectContaining({ path, code, message: expect.stringContaining(message) })]),
});

describe('a reference', () => {
  test('to another kind of document than the field is for is refused', async () => {
    const article = anArticle({ ...named('a'), topic: { _type: 'reference', _ref: 'article-stiff-neck' } });
    expect(await refused(write([{ create: article }]))).toMatchObject(
      issue(['topic'], 'reference.type', 'Choose a topic here: this points to an article.'),
    );
  });

  test('to nothing is refused, be it ever so weak', async () => {
    const redirect = aRedirect({ _id: `r${count}`, from: '/r', target: { _ref: 'nothing', _weak: true } });
    expect(await refused(write([{ create: redirect }]))).toMatchObject(
      issue(['target'], 'reference.unpublished', 'not published'),
    );
  });

  test('is judged by what the whole transaction leaves', async () => {
    const person = aPerson(named('p'));
    const article = anArticle({ ...named('a'), authors: [{ _key: 'p', _ref: person._id }] });
    await write([{ create: article }, { create: person }]);
    const weakly = { authors: [{ _key: 'p', _type: 'reference', _ref: person._id, _weak: true }] };
    const gone = write([{ patch: { id: article._id, set: weakly } }, { delete: { id: person._id } }]);
    expect(await refused(gone)).toMatchObject(issue(['authors', { _key: 'p' }], 'reference.unpublished', 'published'));
    await write([
      { patch: { id: article._id, set: { authors: anArticle().authors } } },
      { delete: { id: person._id } },
    ]);
  });
});

describe('an address', () => {
  test('that hides where it leads, or leads nowhere, is refused at its field', async () => {
    const offering = (url: string) => write([{ create: aCallToAction({ _id: `c${count}`, url }) }]);
    expect(await refused(offering('https://www.nhs.uk@evil.example/'))).toMatchObject(
      issue(['url'], 'url.invalid', 'without a name and an “@”'),
    );
    expect(await refused(offering('/back-pain/nothing'))).toMatchObject(
      issue(['url'], 'address.missing', 'No page has the address /back-pain/nothing.'),
    );
    await offering('/back-pain/wry-neck?from=cta#top');
  });

  test('of a page that is published with it, or moves with it, is there', async () => {
    const [page, offer] = [aPage(named('page')), aCallToAction({ _id: `c${count}`, url: `/page-${count}` })];
    await write([page, offer].map((one) => ({ create: { ...one, _id: `drafts.${one._id}` } })));
    await refused(act(publish(offer._id)));
    await act(publish(offer._id), publish(page._id));
    await write([{ patch: { id: page._id, set: { 'slug.current': `moved-${count}` } } }]);
    await write([{ patch: { id: offer._id, set: { url: `/page-${count}/`, label: 'More' } } }]);
    const gone = write([{ delete: { id: page._id } }, { patch: { id: offer._id, set: { label: 'Less' } } }]);
    expect(await refused(gone)).toMatchObject(issue(['url'], 'address.missing', 'No page'));
  });
});

test('an older revision comes back though its author and picture are gone, and the gate says what to mend', async () => {
  const [person, image] = [aPerson(named('p')), anImageAsset(`image-${'f'.repeat(39)}${count}-8x8-png`)];
  const asset = { _type: 'reference', _ref: image._id };
  const article = {
    ...anArticle({ ...named('a'), authors: [{ _type: 'reference', _key: 'p', _ref: person._id }] }),
    heroImage: { _type: 'figure', alt: 'A neck', asset },
  };
  await write([image, person, article].map((one) => ({ create: one })));
  const before = await client.getDocument(article._id);
  const { authors, heroImage } = anArticle();
  await write([{ patch: { id: article._id, set: { authors, heroImage } } }]);
  await write([{ delete: { id: person._id } }, { delete: { id: image._id } }]);
  const { _updatedAt, ...old } = { ...before };
  const attributes = { ...old, _id: `drafts.${article._id}` };
  await act({ actionType: 'sanity.action.document.replaceDraft', publishedId: article._id, attributes });
  const { issues } = Object(await refused(act(publish(article._id))));
  expect(issues).toMatchObject([
    { path: ['heroImage', 'asset'], code: 'reference.missing', severity: 'blocks' },
    { path: ['authors', { _key: 'p' }], code: 'reference.unpublished', severity: 'blocks' },
  ]);
  await write([{ patch: { id: `drafts.${article._id}`, set: { authors, heroImage } } }]);
  await act(publish(article._id));
});

test('what a reader said is handled on when its page is gone', async () => {
  const topic = aTopic(named('t'));
  const report = aFeedback({ _id: `feedback.${count}`, page: { _type: 'reference', _ref: topic._id, _weak: true } });
  await write([{ create: topic }, { create: report }]);
  await write([{ delete: { id: topic._id } }]);
  await write([{ patch: { id: report._id, set: { state: 'handled' } } }]);
  await refused(write([{ patch: { id: report._id, set: { 'page._ref': 'another' } } }]));
});
