import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, FrameLocator, Response as PageResponse } from 'playwright-core';
import { axeProblems, everything } from './axe.ts';
import { openBrowser } from './browser.ts';
import { Editor } from './editor.ts';
import { untilHeardAgain } from './heard.ts';
import { openLakeClient } from './lake-client.ts';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { takeStepsOnceMore } from './studio-steps.ts';
import { until } from './until.ts';
import { type Sightings, watchPage } from './watch-page.ts';

takeStepsOnceMore();

/*
 * Only editors see a draft on the site, beside its form in Presentation. Each test builds on the one before.
 */

let newsroom: Newsroom;
let browser: Browser;
let editor: Editor;
let preview: FrameLocator;
let sightings: Sightings;
let inFrame: PageResponse;

const address = '/back-pain/lower-back-pain/sciatica';

beforeAll(async () => {
  browser = await openBrowser();
  newsroom = await openNewsroom();
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  editor = new Editor(page, newsroom.studioUrl);
  sightings = watchPage(
    page,
    [newsroom.studioUrl, newsroom.siteUrl].map((url) => new URL(url).host),
  );
  preview = page.frameLocator('iframe');
  await editor.signIn(newsroom.signInLink);
});

afterAll(async () => {
  await browser?.close();
  await newsroom?.close();
});

/** The response without an editor's cookies. */
async function asReader(): Promise<{ text: string; headers: Headers }> {
  const answer = await fetch(newsroom.siteUrl + address);
  return { text: await answer.text(), headers: answer.headers };
}

/** The sources of a policy's `frame-ancestors`. */
function frameAncestors(policy: string | null | undefined): string[] {
  const directive = (policy ?? '').split(';').find((part) => part.trim().startsWith('frame-ancestors')) ?? '';
  return directive.trim().split(' ').slice(1);
}

test('the preview shows the draft where readers will see it, beside its form', async () => {
  await editor.openDocument('article', 'article-sciatica');
  await editor.type('headline', 'Only in the draft');
  // Leaving the page before the Studio has stored the draft would lose the edit.
  const lake = await openLakeClient(newsroom);
  await until(
    async () => (await lake.getDocument('drafts.article-sciatica'))?.headline === 'Only in the draft',
    () => 'The headline was never stored.',
  );
  [inFrame] = await Promise.all([
    editor.page.waitForResponse((answer) => new URL(answer.url()).pathname === address && answer.status() === 200),
    editor.openPreview(address),
  ]);
  await preview.locator('h1').filter({ hasText: 'Only in the draft' }).waitFor();
  await editor.whenValue('headline', 'Only in the draft');
});

test('a click on the headline in the preview leads to its field', async () => {
  // A click has no effect until Presentation and the page have connected.
  await until(
    async () => {
      await preview.locator('h1').click();
      return editor.whenFocused('headline', 5_000).then(
        () => true,
        () => false,
      );
    },
    () => 'No click led to the field.',
  );
});

test('what is typed is in the preview, without reloading it', async () => {
  await preview.locator('body').evaluate((body) => body.ownerDocument.documentElement.setAttribute('data-stayed', ''));
  await editor.type('headline', 'Typed beside the preview');
  await preview.locator('html[data-stayed] h1').filter({ hasText: 'Typed beside the preview' }).waitFor();
});

test('a draft in its preview is as accessible as the page that readers will get', async () => {
  const frame = editor.page.frames().find((one) => new URL(one.url()).pathname === address);
  if (frame === undefined) throw new Error('The Studio shows no preview.');
  expect(await axeProblems(frame, everything)).toEqual([]);
});

test('readers of the same address see nothing of the draft, neither now nor from any cache', async () => {
  for (const visit of [await asReader(), await asReader()]) {
    expect(visit.text).not.toMatch(/Only in the draft|Typed beside the preview/);
    expect(visit.text).not.toContain('preview.js');
  }
  expect(inFrame.headers()['cache-control']).toMatch(/no-store|private/);
});

test('the preview may be framed by the Studio and the site alone, published pages by nobody', async () => {
  expect(frameAncestors(inFrame.headers()['content-security-policy'])).toEqual(["'self'", newsroom.studioUrl]);
  const { headers } = await asReader();
  expect(frameAncestors(headers.get('content-security-policy'))).toEqual(["'none'"]);
});

test('a made-up secret opens no preview, and sets no cookie', async () => {
  for (const secret of ['', 'c2VjcmV0', '*', "' || true || '"]) {
    const query = new URLSearchParams({ 'sanity-preview-secret': secret, 'sanity-preview-pathname': address });
    const answer = await fetch(`${newsroom.siteUrl}/api/preview/enable?${query}`, { redirect: 'manual' });
    expect([secret, answer.status, answer.headers.getSetCookie()]).toEqual([secret, 401, []]);
  }
});

test('made-up preview cookies show the published page', async () => {
  const cookie = '__prerender_bypass=0123456789abcdef0123456789abcdef; __next_preview_data=eyJhbGciOiJub25lIn0.e30.';
  const answer = await fetch(newsroom.siteUrl + address, { headers: { cookie } });
  expect(await answer.text()).not.toContain('Typed beside the preview');
});

test('published from there, it is what readers see', async () => {
  await untilHeardAgain(newsroom.dataDir, 'document:article-sciatica', () => editor.publish());
  expect((await asReader()).text).toContain('Typed beside the preview');
});

test('all the while no host but the Studio’s and the site’s was asked for anything', () => {
  expect(sightings.otherHosts).toEqual([]);
});
