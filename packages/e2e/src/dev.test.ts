import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { Editor } from './editor.ts';
import { type Newsroom, openDevelopersNewsroom } from './newsroom.ts';
import { takeStepsOnceMore } from './studio-steps.ts';

takeStepsOnceMore();

/*
 * `npm run dev` runs the whole newsroom from source. Hot reload itself is tested by Next and Vite; this tests that both
 * of their dev servers work with our configuration.
 */

let newsroom: Newsroom;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  newsroom = await openDevelopersNewsroom();
  page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  // The dev servers compile a page at its first request.
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
  // Only Vite's own WebSocket has a `token` in its URL.
  const waits = page.waitForEvent('websocket', (socket) => new URL(socket.url()).searchParams.has('token'));
  const editor = new Editor(page, newsroom.studioUrl);
  await editor.signIn(newsroom.signInLink);
  await editor.openDocument('article', 'article-sciatica');
  await editor.whenValue('title', 'Sciatica');
  await waits;
});
