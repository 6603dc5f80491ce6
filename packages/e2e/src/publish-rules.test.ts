import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { type Desk, openDesk } from './desk.ts';
import { Editor } from './editor.ts';
import { takeStepsOnceMore } from './studio-steps.ts';
import { until } from './until.ts';

takeStepsOnceMore();

/*
 * Sanity's hosted Content Lake can't run the newsroom's plugin, so there the Studio's publish action writes redirects
 * and first publications. `--plain` starts the embedded lake without the plugin, to test this.
 */

const article = 'article-stiff-neck';
let desk: Desk;
let browser: Browser;
let editor: Editor;

beforeAll(async () => {
  browser = await openBrowser();
  desk = await openDesk({ rules: false });
  editor = new Editor(await browser.newPage({ viewport: { width: 1440, height: 1000 } }), desk.studioUrl);
  await editor.signIn(await desk.invite('Ada', 'ada@example.org'));
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

/** Opens an article with a draft, and publishes it. */
async function publish(id: string): Promise<void> {
  await editor.openDocument('article', id);
  await editor.publishButton.click();
  await until(
    async () => (await desk.client.getDocument(`drafts.${id}`)) === undefined,
    async () => `The draft of ${id} is still there.`,
  );
}

async function draftOf(changes: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { _rev, _createdAt, _updatedAt, ...stored } = (await desk.client.getDocument(article)) ?? {};
  return { ...stored, ...changes };
}

test('an article that moves leaves a redirect from its old address', async () => {
  await desk.client.createOrReplace({
    ...(await draftOf({ slug: { _type: 'slug', current: 'wry-neck' } })),
    _id: `drafts.${article}`,
    _type: 'article',
  });
  await publish(article);
  const redirects = '*[_type == "redirect" && target._ref == $article].from';
  await until(
    async () => JSON.stringify(await desk.client.fetch(redirects, { article })).includes('stiff-neck'),
    async () => `There are ${JSON.stringify(await desk.client.fetch('*[_type == "redirect"]'))}.`,
  );
});

test('the first publication of an article is noted', async () => {
  const id = 'article-new';
  await desk.client.createOrReplace({
    ...(await draftOf({ slug: { _type: 'slug', current: 'new' }, firstPublishedAt: undefined })),
    _id: `drafts.${id}`,
    _type: 'article',
  });
  await publish(id);
  await until(
    async () => (await desk.client.getDocument(id))?.firstPublishedAt !== undefined,
    async () => `It is ${JSON.stringify(await desk.client.getDocument(id))}.`,
  );
  const published = await desk.client.getDocument(id);
  expect(Date.parse(String(published?.firstPublishedAt))).toBeGreaterThan(Date.now() - 600_000);
});
