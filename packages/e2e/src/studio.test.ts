import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { Editor } from './editor.ts';
import { untilHeardAgain } from './heard.ts';
import { Insertion } from './insertion.ts';
import { pressUntilShown } from './insist.ts';
import { openLakeClient } from './lake-client.ts';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { takeStepsOnceMore } from './studio-steps.ts';
import { until } from './until.ts';
import { type Sightings, watchPage } from './watch-page.ts';

takeStepsOnceMore(() => [sightings]);

/*
 * What an editor does beside writing: search, sort, link, crop, query, and read why publishing is refused.
 */

let newsroom: Newsroom;
let browser: Browser;
let lake: SanityClient;
let page: Page;
let editor: Editor;
let sightings: Sightings;

beforeAll(async () => {
  browser = await openBrowser();
  newsroom = await openNewsroom();
  lake = await openLakeClient(newsroom);
  page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  editor = new Editor(page, newsroom.studioUrl);
  sightings = watchPage(page, [new URL(newsroom.studioUrl).host]);
  await editor.signIn(newsroom.signInLink);
});

afterAll(async () => {
  await browser?.close();
  await newsroom?.close();
});

/** The part of a page that shows its main image. */
async function hero(address: string): Promise<string> {
  return (await read(address)).split('class="hero"')[1] ?? '';
}

/** The site's HTML at an address. */
async function read(address: string): Promise<string> {
  return (await fetch(newsroom.siteUrl + address)).text();
}

test('topics are a tree: each leads to those below it, and to its articles', async () => {
  await page.getByTestId('pane-item-Topics').click();
  await page.getByTestId('pane-item-Headaches').click();
  await page.getByTestId('pane-item-Migraine').click();
  await page.getByTestId('pane-item-Migraine and hormones').click();
  const lastPane = page.getByTestId('structure-tool-list-pane').last();
  await lastPane.getByText('Menstrual migraine', { exact: true }).waitFor();
  await expect(lastPane.getByText('Migraine with aura', { exact: true }).count()).resolves.toBe(0);
});

test('articles by topic are those of the whole branch, and of no other', async () => {
  await page.goto(`${newsroom.studioUrl}/structure/by-topic;topic-migraine`);
  const list = page.getByTestId('document-list-pane');
  await list.getByText('Migraine with aura', { exact: true }).waitFor();
  await list.getByText('Menstrual migraine', { exact: true }).waitFor();
  await expect(list.getByText('Sciatica', { exact: true }).count()).resolves.toBe(0);
});

test('a list is searched for a word of the title', async () => {
  await page.goto(`${newsroom.studioUrl}/structure/article`);
  const list = page.getByTestId('document-list-pane');
  await list.getByText('Sciatica', { exact: true }).waitFor();
  await page.getByTestId('document-list-search').locator('input').fill('aura');
  await list.getByText('Sciatica', { exact: true }).waitFor({ state: 'detached' });
  await list.getByText('Migraine with aura', { exact: true }).waitFor();
});

test('everything is searched for a word of the title, and the best match is first', async () => {
  await page.getByTestId('studio-search').click();
  await page.locator('input:focus').waitFor();
  await page.keyboard.type('facet');
  const first = page.getByTestId('search-results').getByRole('option').first();
  await first.getByText('Facet joint pain', { exact: true }).waitFor();
  await first.click();
  await editor.whenValue('title', 'Facet joint pain');
});

test('a topic is made on the spot from the article that needs it, as a draft of its own', async () => {
  await editor.startDocument('article');
  await editor.type('title', 'Frozen shoulder');
  const articleId = editor.documentId();
  await page.getByTestId('create-new-document-select-topic-selectTypeMenuButton').click();
  const article = () => lake.getDocument(`drafts.${articleId}`);
  // The topic's form opens beside the article's. It is edited only after the article is stored: the Studio throttles
  // edits to one a second across all open documents (`operationEvents` of sanity 6). Of two documents edited within a
  // second it sends only the last one's edit; the first one's is stored with its next edit.
  await until(
    async () => (await article())?.topic !== undefined,
    async () => `The article has no topic: ${JSON.stringify(await article())}`,
  );
  await page.getByTestId('document-pane').nth(1).getByTestId('field-title').locator('input').fill('Shoulders');
  const topic: string = (await article())?.topic._ref;
  await until(
    async () => (await lake.getDocument(`drafts.${topic}`))?.title === 'Shoulders',
    () => 'The topic was never stored.',
  );
  expect(await lake.getDocument(topic)).toBeUndefined();
});

test('a crop set in the Studio is what readers get, at an address of its own', async () => {
  const address = '/headaches/migraine/migraine-with-aura';
  /** The hero image's address and its crop of the original: left, top, width and height. */
  const image = async () => {
    const [path = '', ...part] = /\/media\/[^/]+\/(\d+)-(\d+)-(\d+)-(\d+)\/[^" ]+/.exec(await hero(address)) ?? [];
    return { path, part: part.map(Number) };
  };
  expect((await image()).part).toEqual([0, 0, 1600, 900]);
  await editor.openDocument('article', 'article-migraine-with-aura');
  await editor.cropLeft('heroImage');
  await untilHeardAgain(newsroom.dataDir, 'document:article-migraine-with-aura', () => editor.publish());
  const { path, part } = await image();
  const [left = 0, , width = 0] = part;
  expect(left).toBeGreaterThan(300);
  expect(left + width).toBe(1600);
  const answer = await fetch(newsroom.siteUrl + path);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^image\//)]);
});

test('a callout, a care card and a citation are put into the text, and readers see them', async () => {
  const insertion = new Insertion(page);
  const text = editor.field('causes.body');
  await editor.openDocument('article', 'article-facet-joint-pain');

  await editor.placeCaret('causes.body', 'start');
  const callout = await insertion.block(text, 'Callout');
  await callout.locator('input[id$=".title"]').fill('Callout of the test');
  await editor.writeIn(callout, 'A box beside the text.');
  await insertion.close(callout);

  await editor.placeCaret('causes.body', 'start');
  const careCard = await insertion.block(text, 'Care card');
  await careCard.getByText('Urgent: get help today').click();
  await careCard.locator('input[id$=".heading"]').fill('Get help today if:');
  await editor.writeIn(careCard, 'you can’t feel your legs');
  await insertion.close(careCard);

  await editor.placeCaret('causes.body', 'start');
  await insertion.citation(text, 'Exercise therapy');
  const draft = async () => JSON.stringify((await lake.getDocument('drafts.article-facet-joint-pain'))?.causes ?? {});
  await until(
    async () => (await draft()).includes('reference-cochrane-exercise'),
    async () => `The citation was never stored: ${await draft()}`,
  );

  await untilHeardAgain(newsroom.dataDir, 'document:article-facet-joint-pain', () => editor.publish());
  const html = await read('/back-pain/lower-back-pain/facet-joint-pain');
  const words = ['Callout of the test', 'A box beside the text.', 'Get help today if:', 'you can’t feel your legs'];
  expect(words.filter((each) => !html.includes(each))).toEqual([]);
  const [, causes = ''] = html.split('id="causes"');
  expect(causes.slice(0, causes.indexOf('</section>'))).toMatch(/<sup class="citation"><a [^>]*href="#reference-3"/);
});

test('Vision answers a query', async () => {
  await page.goto(`${newsroom.studioUrl}/vision`);
  await page.getByTestId('vision-query-editor').locator('.cm-content').click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('*[_id == "article-sciatica"][0].slug.current');
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.getByTestId('vision-result').getByText('sciatica').first().waitFor();
});

test('what the lake refuses to publish is said in the schema’s sentence, and the draft stays as it is', async () => {
  await editor.openDocument('article', 'article-stiff-neck');
  await editor.field('slug').getByRole('textbox').first().fill('locked-neck');
  // The Studio creates a draft before it stores the edit.
  await until(
    async () => (await lake.getDocument('drafts.article-stiff-neck'))?.slug.current === 'locked-neck',
    () => 'The slug was never stored.',
  );
  await editor.whenPublishing({ isOffered: true });
  const published = await lake.getDocument('article-stiff-neck');
  const draft = await lake.getDocument('drafts.article-stiff-neck');
  if (published === undefined || draft === undefined) throw new Error('The stiff neck is not there.');
  // The Studio validates again when the button is pressed. The test publishes another article at the same address after
  // that and before the lake gets the request, so that the lake must refuse it.
  await page.route(/\/data\/actions\//, async (route) => {
    if (route.request().postData()?.includes('sanity.action.document.publish'))
      await lake.createIfNotExists({ ...draft, _id: 'article-locked-neck', title: 'Locked neck' });
    await route.continue();
  });
  const dialog = page.getByRole('dialog').filter({ hasText: 'This can’t be published yet' });
  await pressUntilShown(editor.publishButton, dialog);
  await dialog.getByText(/already has the address .*\/locked-neck\. Choose another slug\./).waitFor();
  expect(await lake.getDocument('drafts.article-stiff-neck')).toEqual(draft);
  expect((await lake.getDocument('article-stiff-neck'))?._rev).toBe(published._rev);
});

test('what is said on a socket that closes, as presence does when a page is left, is no error in the console', async () => {
  const before = sightings.errors.length;
  const state = await page.evaluate(
    async (address) => {
      const socket = new WebSocket(address);
      await new Promise((resolve) => socket.addEventListener('open', resolve));
      socket.close();
      socket.send('Goodbye');
      return socket.readyState;
    },
    `${newsroom.studioUrl.replace('http', 'ws')}/event-streams`,
  );
  expect(state).toBe(2);
  // Console messages arrive in order, so an error of the socket would come before this one.
  await page.evaluate(() => console.error('The last word'));
  await until(
    async () => sightings.errors.includes('The last word'),
    () => 'The console said nothing.',
  );
  expect(sightings.errors.slice(before)).toEqual(['The last word']);
});

test('all the while the Studio asked no other host for anything', () => {
  expect(sightings.otherHosts).toEqual([]);
});
