import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { Editor } from './editor.ts';
import { openLakeClient } from './lake-client.ts';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { until } from './until.ts';

/*
 * Readers give feedback, which reaches the editors (each of these tests builds on the one before); they search, with
 * and without script; they print.
 */

let newsroom: Newsroom;
let browser: Browser;
let readers: BrowserContext;
let reader: Page;
let editor: Editor;
let lake: SanityClient;

const article = '/back-pain/lower-back-pain/sciatica';
const words = 'The left leg <b>is</b> called the right one.';

beforeAll(async () => {
  browser = await openBrowser();
  newsroom = await openNewsroom();
  lake = await openLakeClient(newsroom);
  readers = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  reader = await readers.newPage();
  editor = new Editor(await browser.newPage({ viewport: { width: 1440, height: 1000 } }), newsroom.studioUrl);
});

afterAll(async () => {
  await browser?.close();
  await newsroom?.close();
});

const read = async (address: string) => (await fetch(newsroom.siteUrl + address)).text();

/** Waits until the lake has `count` documents of a type, and returns them. */
async function documentsOf(type: string, count: number): Promise<Record<string, unknown>[]> {
  let found: Record<string, unknown>[] = [];
  await until(
    async () => {
      found = await lake.fetch('*[_type == $type]', { type });
      return found.length === count;
    },
    () => `There are ${found.length} of ${type}, not ${count}.`,
  );
  return found;
}

test('a reader says that a page was useful, is thanked on that page, and is not asked again', async () => {
  await reader.goto(newsroom.siteUrl + article);
  await reader.getByRole('button', { name: 'Yes' }).click();
  await reader.getByText('Thank you.').waitFor();
  expect(new URL(reader.url()).pathname).toBe(article);
  expect(await reader.getByRole('button', { name: 'Yes' }).isVisible()).toBe(false);
  const [tally] = await documentsOf('feedbackTally', 1);
  expect(tally).toMatchObject({ page: { _ref: 'article-sciatica' }, useful: 1, notUseful: 0 });
});

test('a reader who sends nothing is told so, and then reports a mistake', async () => {
  await reader.goto(newsroom.siteUrl + article);
  await reader.getByText('Report a mistake on this page').click();
  await reader.getByRole('textbox', { name: 'What is wrong' }).fill('   ');
  await reader.getByRole('button', { name: 'Send' }).click();
  await reader.getByRole('alert').waitFor();
  await reader.getByRole('textbox', { name: 'What is wrong' }).fill(words);
  await reader.getByRole('button', { name: 'Send' }).click();
  await reader.getByText('Thank you.').waitFor();
  expect(new URL(reader.url()).pathname).toBe(article);
});

test('nothing is known of the reader: neither who, nor when', async () => {
  const [report] = await documentsOf('feedback', 1);
  const { _id, _originalId, _rev, _createdAt, _updatedAt, ...said } = report ?? {};
  expect(said).toEqual({
    _type: 'feedback',
    address: article,
    page: { _type: 'reference', _ref: 'article-sciatica', _weak: true },
    text: words,
    reportedOn: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    state: 'open',
  });
  expect(await readers.cookies()).toEqual([]);
});

test('an editor finds the report as the plain text that it is, sets it aside and notes what came of it', async () => {
  await editor.signIn(newsroom.signInLink);
  const { page } = editor;
  await page.getByTestId('pane-item-From readers').click();
  await page.getByTestId('pane-item-Reports').click();
  await page.getByTestId('document-list-pane').getByText(words).click();
  await editor.whenValue('text', words);
  await editor.type('note', 'Left it is. Corrected.');
  await editor.field('state').getByRole('radio', { name: 'Handled' }).check();
  await until(
    async () => (await lake.fetch('*[_type == "feedback"][0]{state, note}')).state === 'handled',
    () => 'The report was never handled.',
  );
  expect(await lake.fetch('*[_type == "feedback"][0]{state, note}')).toEqual({
    state: 'handled',
    note: 'Left it is. Corrected.',
  });
});

test('an editor sees how many found which page useful', async () => {
  await editor.page.goto(`${newsroom.studioUrl}/structure/from-readers;useful`);
  await editor.page.getByText('Sciatica: useful 1, not 0').waitFor();
});

test('what readers say shows nowhere in public, and renders no page again', async () => {
  const places = [article, `${article}.md`, '/feed.xml', '/feed.json', '/sitemap.xml', '/llms.txt', '/search?q=called'];
  for (const place of places) expect(await read(place)).not.toContain('called the right one');
  const before = await read(article);
  await reader.goto(newsroom.siteUrl + article);
  await reader.getByRole('button', { name: 'No' }).click();
  await until(
    async () => (await lake.fetch('*[_type == "feedbackTally"][0].notUseful')) === 1,
    () => 'The vote never arrived.',
  );
  expect(await read(article)).toBe(before);
  const anonymous = await fetch(`${newsroom.lakeUrl}/v2025-02-19/data/query/production?query=*`);
  expect(anonymous.status).toBe(401);
});

test('a form that another site sends is refused', async () => {
  const answer = await fetch(`${newsroom.siteUrl}/feedback`, {
    method: 'POST',
    body: new URLSearchParams({ page: article, useful: 'no' }),
    headers: { origin: 'https://evil.example' },
  });
  expect(answer.status).toBe(403);
  expect((await fetch(`${newsroom.siteUrl}/feedback`)).status).toBe(404);
  const [tally] = await documentsOf('feedbackTally', 1);
  expect(tally).toMatchObject({ useful: 1, notUseful: 1 });
});

test('search answers while one types, tells how much it found, and is there again on the way back', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(`${newsroom.siteUrl}/search`);
  const field = page.getByRole('searchbox');
  await field.pressSequentially('sciat');
  const hit = page.getByRole('link', { name: 'Sciatica', exact: true });
  await hit.waitFor();
  await page
    .locator('form')
    .getByRole('status')
    .getByText(/^\d+ articles? for “sciat”$/)
    .waitFor({ state: 'attached' });
  await page.waitForURL('**/search?q=sciat');
  await hit.click();
  await page.waitForURL(`**${article}`);
  await page.goBack();
  await hit.waitFor();
  expect(await field.inputValue()).toBe('sciat');
  // The last input wins, even an empty one.
  await field.fill('');
  await hit.waitFor({ state: 'detached' });
  await page.waitForURL('**/search');
  await context.close();
});

test('on the home page the keyboard leads from the field to what was found, and nothing moves', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(newsroom.siteUrl);
  const field = page.getByRole('searchbox');
  const below = page.getByRole('heading', { level: 2 }).first();
  const before = await below.boundingBox();
  // In one input event, as by dictation: results for the first letters would be replaced while one has the focus.
  await field.fill('aura');
  const suggestion = page.getByRole('search').getByRole('link', { name: 'Migraine with aura' });
  await suggestion.waitFor();
  expect(await below.boundingBox()).toEqual(before);
  await page.keyboard.press('ArrowDown');
  expect(await suggestion.evaluate((link) => link === document.activeElement)).toBe(true);
  await page.keyboard.press('Escape');
  await suggestion.waitFor({ state: 'hidden' });
  expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
  await field.press('Enter');
  await page.waitForURL('**/search?q=aura');
  await context.close();
});

test('search works without script', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(newsroom.siteUrl);
  await page.getByRole('searchbox').fill('sciatca');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Sciatica', exact: true }).waitFor();
  await context.close();
});

test('printed, an article keeps its care cards and the addresses behind links, and leaves out what is offered', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${newsroom.siteUrl}/back-pain/lower-back-pain/lower-back-spasm`);
  expect(await page.locator('.call-to-action').isVisible()).toBe(true);
  await page.emulateMedia({ media: 'print' });
  for (const card of await page.locator('.care-card').all()) expect(await card.isVisible()).toBe(true);
  for (const left of ['.call-to-action', '.feedback', '.share', '.related', '.site-header nav']) {
    expect([left, await page.locator(left).first().isVisible()]).toEqual([left, false]);
  }
  const link = page.locator('.references cite a').first();
  const after = await link.evaluate((element) => getComputedStyle(element, '::after').content);
  expect(after).toContain(await link.getAttribute('href'));
  await context.close();
});
