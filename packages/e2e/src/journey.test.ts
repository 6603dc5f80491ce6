import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { Editor } from './editor.ts';
import { untilHeardAgain } from './heard.ts';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { takeStepsOnceMore } from './studio-steps.ts';
import { until } from './until.ts';
import { type Sightings, watchPage } from './watch-page.ts';

takeStepsOnceMore(() => [inStudio]);

/*
 * The main journey: an editor writes and publishes an article in the Studio, and a reader sees it. Each test builds on
 * the one before.
 */

let newsroom: Newsroom;
let browser: Browser;
let editor: Editor;
let reader: Page;
let inStudio: Sightings;
let onSite: Sightings;
let articleId: string;

const drawing = new URL('../../demo/dataset/images/stiff-neck.webp', import.meta.url);
const address = '/back-pain/neck-and-upper-back/wry-neck';
const newAddress = '/back-pain/neck-and-upper-back/crooked-neck';

beforeAll(async () => {
  browser = await openBrowser();
  newsroom = await openNewsroom();
  const desk = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  inStudio = watchPage(desk, [new URL(newsroom.studioUrl).host]);
  editor = new Editor(desk, newsroom.studioUrl);
  // A phone with JavaScript disabled, since no page may depend on it.
  const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
  reader = await phone.newPage();
  onSite = watchPage(reader, [new URL(newsroom.siteUrl).host]);
});

afterAll(async () => {
  await browser?.close();
  await newsroom?.close();
});

/** Opens an address as the reader; resolves with the status. */
async function visit(path: string): Promise<number | undefined> {
  return (await reader.goto(newsroom.siteUrl + path))?.status();
}

/** Takes steps that change the published article, and waits for the site to have their webhook. */
function heard(steps: () => Promise<void>): Promise<void> {
  return untilHeardAgain(newsroom.dataDir, `document:${articleId}`, steps);
}

test('an editor signs in with the link that npm start prints, which works once', async () => {
  await editor.signIn(newsroom.signInLink);
  expect(editor.page.url()).toContain(newsroom.studioUrl);
  const again = await fetch(newsroom.signInLink, { method: 'POST', redirect: 'manual' });
  expect(again.status).not.toBe(303);
});

test('she starts an article by typing, and its slug is made of its title', async () => {
  await editor.startDocument('article');
  await editor.type('title', 'Wry neck');
  articleId = editor.documentId();
  await editor.type('headline', 'The morning your head would not turn');
  await editor.generateSlug();
  await editor.whenValue('slug', 'wry-neck');
});

test('publishing is refused for what is missing, in words, and readers see nothing', async () => {
  await editor.showProblems();
  for (const sentence of [
    'Write the lead: what a reader should know first.',
    'Write the section “What it is”.',
    'Choose the topic that the article belongs to.',
    'Name at least one author.',
    'Add at least one reference: what the article rests on.',
  ]) {
    await editor.page.getByText(sentence).locator('visible=true').first().waitFor();
  }
  await editor.whenPublishing({ isOffered: false });
  expect(await visit(address)).toBe(404);
});

test('she fills it in: text, an uploaded image, topic, author and a reference', async () => {
  await editor.chooseReference('topic', 'Neck and upper back');
  await editor.write('lead', 'You wake up, and your head is stuck to one side.');
  const buffer = await readFile(fileURLToPath(drawing));
  await editor.uploadImage('heroImage', { name: 'neck.webp', mimeType: 'image/webp', buffer });
  await editor.type('heroImage.alt', 'Drawing of a head and the bones of the neck.');
  await editor.type('what.heading', 'What is a wry neck?');
  await editor.write('what.body', 'A muscle in the neck tightens and holds the head to one side.');
  await editor.type('causes.heading', 'Causes of wry neck');
  await editor.write('causes.body', 'A night in an odd position is often enough.');
  await editor.type('ordeal.heading', 'Living with wry neck');
  await editor.write('ordeal.body', 'Crossing a road means turning your whole body.');
  await editor.chooseGroup('evidence');
  await editor.addReference('authors', 'Amara Oyelaran');
  await editor.addReference('references', 'Low back pain');
  await editor.whenPublishing({ isOffered: true });
  expect(await visit(address)).toBe(404);
});

test('she publishes, and a reader sees it, with no rebuild', async () => {
  await heard(() => editor.publish());
  expect(await visit(address)).toBe(200);
  await expect(reader.locator('h1').innerText()).resolves.toBe('The morning your head would not turn');
  for (const words of [
    'head is stuck to one side',
    'What is a wry neck?',
    'A night in an odd position',
    'Amara Oyelaran',
  ]) {
    await expect(reader.getByText(words).first().count()).resolves.toBe(1);
  }
  const image = await reader.locator('figure img').first().getAttribute('src');
  expect((await fetch(new URL(image ?? '', newsroom.siteUrl))).headers.get('content-type')).toMatch(/^image\//);
});

test('the topic’s page lists it, and so does the sitemap', async () => {
  await visit('/back-pain/neck-and-upper-back');
  await expect(reader.locator(`a[href="${address}"]`).count()).resolves.toBeGreaterThan(0);
  // If the search index takes longer than a second to catch up with the lake, the first response is stale.
  await until(
    async () => (await (await fetch(`${newsroom.siteUrl}/sitemap.xml`)).text()).includes(address),
    () => 'The sitemap never had it.',
  );
});

test('a draft stays a draft: readers see her new headline only once it is published', async () => {
  await editor.chooseGroup('text');
  await editor.type('headline', 'When the neck locks overnight');
  await editor.whenPublishing({ isOffered: true });
  await visit(address);
  await expect(reader.locator('h1').innerText()).resolves.toBe('The morning your head would not turn');
  await heard(() => editor.publish());
  await visit(address);
  await expect(reader.locator('h1').innerText()).resolves.toBe('When the neck locks overnight');
});

test('she changes the slug: the page is at its new address, and the old one leads there for good', async () => {
  await editor.field('slug').getByRole('textbox').first().fill('crooked-neck');
  await editor.whenPublishing({ isOffered: true });
  await heard(() => editor.publish());
  expect(await visit(newAddress)).toBe(200);
  const old = await fetch(newsroom.siteUrl + address, { redirect: 'manual' });
  expect([old.status, new URL(old.headers.get('location') ?? '', newsroom.siteUrl).pathname]).toEqual([
    308,
    newAddress,
  ]);
  await visit(address);
  expect(new URL(reader.url()).pathname).toBe(newAddress);
});

test('she unpublishes it, and readers get an honest “not found” at both addresses', async () => {
  await editor.openDocument('article', articleId);
  await heard(() => editor.unpublish());
  expect(await visit(newAddress)).toBe(404);
  expect(await visit(address)).toBe(404);
  await visit('/back-pain/neck-and-upper-back');
  await expect(reader.locator(`a[href="${newAddress}"]`).count()).resolves.toBe(0);
});

test('all the while neither Studio nor site asked another host for anything', () => {
  expect(inStudio.otherHosts).toEqual([]);
  expect(onSite.otherHosts).toEqual([]);
});

test('all the while the Studio’s console held no error', () => {
  expect(inStudio.errors).toEqual([]);
});
