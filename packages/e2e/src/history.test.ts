import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { Editor } from './editor.ts';
import { untilHeardAgain } from './heard.ts';
import { History } from './history.ts';
import { openLakeClient } from './lake-client.ts';
import { lastWord } from './last-word.ts';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { takeStepsOnceMore } from './studio-steps.ts';

takeStepsOnceMore();

/*
 * The history of one article, and how to restore its revisions. Each test builds on the one before.
 */

let newsroom: Newsroom;
let browser: Browser;
let lake: SanityClient;
let chief: Editor;
let bo: Editor;
let history: History;

// No other document references it, so it can be deleted.
const id = 'article-upper-back-pain';
const screen = { viewport: { width: 1440, height: 1000 } };

beforeAll(async () => {
  browser = await openBrowser();
  newsroom = await openNewsroom();
  lake = await openLakeClient(newsroom);
  const invitation = ['user', 'add', '--name', 'Bo', '--email', 'bo@localhost', '--role', 'editor'];
  const { output } = await newsroom.run('lake', invitation);
  chief = new Editor(await browser.newPage(screen), newsroom.studioUrl);
  bo = new Editor(await browser.newPage(screen), newsroom.studioUrl);
  await chief.signIn(newsroom.signInLink);
  await bo.signIn(lastWord(output));
  history = new History(chief.page);
});

afterAll(async () => {
  await browser?.close();
  await newsroom?.close();
});

/** The site's response at the article's address. */
function visit(): Promise<Response> {
  return fetch(`${newsroom.siteUrl}/back-pain/neck-and-upper-back/upper-back-pain`);
}

/** The headlines of the draft and the published document; undefined for a document that doesn't exist. */
async function headlines(): Promise<{ draft: unknown; published: unknown }> {
  const [draft, published] = await Promise.all([lake.getDocument(`drafts.${id}`), lake.getDocument(id)]);
  return { draft: draft?.headline, published: published?.headline };
}

test('history shows who edited, who published and who made it', async () => {
  await chief.openDocument('article', id);
  await chief.type('headline', 'The chief’s headline');
  await chief.publish();
  await bo.openDocument('article', id);
  await bo.whenValue('headline', 'The chief’s headline');
  await bo.type('headline', 'Bo’s headline');
  await chief.whenValue('headline', 'Bo’s headline');
  await history.open();
  await history.entry('Edited', 'Bo').first().waitFor();
  await history.entry('Published', 'Editor-in-chief').waitFor();
  await history.entry('Created', 'Import').waitFor();
});

test('review changes shows what was taken away and what was added since the publication', async () => {
  await history.reviewChanges();
  const { removed, added } = history.changeOf('Headline');
  await removed.filter({ hasText: 'The chief' }).waitFor();
  await added.filter({ hasText: 'Bo' }).waitFor();
});

test('an older revision is shown, and restored as the draft; readers see nothing of it', async () => {
  await bo.type('headline', 'A third headline');
  await chief.whenValue('headline', 'A third headline');
  await history.show('Published');
  await chief.whenValue('headline', 'The chief’s headline');
  await history.restore();
  await chief.whenValue('headline', 'The chief’s headline');
  await bo.whenValue('headline', 'The chief’s headline');
  expect(await headlines()).toEqual({ draft: 'The chief’s headline', published: 'The chief’s headline' });
});

test('discarding changes brings back what is published', async () => {
  await chief.openDocument('article', id);
  await chief.type('headline', 'Never mind this');
  await bo.whenValue('headline', 'Never mind this');
  await chief.discardChanges();
  await chief.whenValue('headline', 'The chief’s headline');
  await bo.whenValue('headline', 'The chief’s headline');
  expect(await headlines()).toEqual({ draft: undefined, published: 'The chief’s headline' });
});

test('a deleted article is gone, draft and published, and readers get “not found”', async () => {
  expect((await visit()).status).toBe(200);
  await chief.type('headline', 'A draft to go with it');
  await bo.whenValue('headline', 'A draft to go with it');
  await untilHeardAgain(newsroom.dataDir, `gone:${id}`, () => chief.deleteDocument());
  expect(await headlines()).toEqual({ draft: undefined, published: undefined });
  expect((await visit()).status).toBe(404);
});
