import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { Editor } from './editor.ts';
import { type Newsroom, openDevelopersNewsroom } from './newsroom.ts';
import { takeStepsOnceMore } from './studio-steps.ts';

takeStepsOnceMore();

/*
 * `npm run dev`: the whole newsroom from its sources. What hot reload does with a change is the affair of Next and Vite;
 * here it is looked at whether both run with what is ours around them.
 */

let newsroom: Newsroom;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  newsroom = await openDevelopersNewsroom();
  page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  // What is asked for first is compiled first.
  page.setDefaultTimeout(120_000);
});

afterAll(async () => {
  await browser?.close();
  await newsroom?.close();
});

test('the site shows an article, and waits for changes of its sources', async () => {
  const waits = page.waitForEvent('websocket', (socket) => socket.url().includes('/_next/'));
  await page.goto(`${newsroom.siteUrl}/back-pain/lower-back-pain/sciatica`);
  await page.getByRole('heading', { level: 1 }).filter({ hasText: /\S/ }).waitFor();
  expect(await page.locator('#what').count()).toBe(1);
  await waits;
});

test('the Studio opens an article, and waits for changes of its sources', async () => {
  // Vite's own socket: the Studio's others have no such key.
  const waits = page.waitForEvent('websocket', (socket) => new URL(socket.url()).searchParams.has('token'));
  const editor = new Editor(page, newsroom.studioUrl);
  await editor.signIn(newsroom.signInLink);
  await editor.openDocument('article', 'article-sciatica');
  await editor.whenValue('title', 'Sciatica');
  await waits;
});
