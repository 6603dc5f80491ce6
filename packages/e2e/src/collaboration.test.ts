import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { Editor } from './editor.ts';
import { untilHeardAgain } from './heard.ts';
import { lastWord } from './last-word.ts';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { takeStepsOnceMore } from './studio-steps.ts';

takeStepsOnceMore();

/*
 * Several people and several tabs work at the same time. Each test builds on the one before.
 */

let newsroom: Newsroom;
let browser: Browser;
let chiefsBrowser: BrowserContext;
let chief: Editor;
let bo: Editor;

/** As fast as people type: the caret follows other people's edits, but not within the same millisecond. */
const pace = { delay: 40 };
const screen = { viewport: { width: 1440, height: 1000 } };

beforeAll(async () => {
  browser = await openBrowser();
  newsroom = await openNewsroom();
  // Separate browser contexts, which the Studio takes for two browsers.
  chiefsBrowser = await browser.newContext(screen);
  chief = new Editor(await chiefsBrowser.newPage(), newsroom.studioUrl);
  bo = new Editor(await browser.newPage(screen), newsroom.studioUrl);
  const invitation = ['user', 'add', '--name', 'Bo', '--email', 'bo@localhost', '--role', 'editor'];
  const { output } = await newsroom.run('lake', invitation);
  await chief.signIn(newsroom.signInLink);
  await bo.signIn(lastWord(output));
});

afterAll(async () => {
  await browser?.close();
  await newsroom?.close();
});

describe('two people in one document', () => {
  test('each sees that the other is there', async () => {
    await chief.openDocument('article', 'article-sciatica');
    await bo.openDocument('article', 'article-sciatica');
    await chief.presenceOf('Bo').waitFor();
    await bo.presenceOf('Editor-in-chief').waitFor();
  });

  test('what one types the other sees, with no reload, in a line and in running text', async () => {
    await bo.type('headline', 'Bo’s headline');
    await chief.whenValue('headline', 'Bo’s headline');
    await chief.write('lead', ' The chief’s words.');
    await bo.whenText('lead', 'The chief’s words.');
  });

  test('both type at once in two fields, and neither loses a word', async () => {
    await Promise.all([chief.placeCaret('what.body', 'start'), bo.placeCaret('causes.body', 'start')]);
    await Promise.all([
      chief.page.keyboard.type('Written by the chief, word after word. ', pace),
      bo.page.keyboard.type('Written by Bo, at the same time. ', pace),
    ]);
    for (const editor of [chief, bo]) {
      await editor.whenText('what.body', 'Written by the chief, word after word.');
      await editor.whenText('causes.body', 'Written by Bo, at the same time.');
    }
  });

  test('both type at once in one paragraph, and neither loses a word', async () => {
    await chief.rewrite('lead', 'MIDDLE');
    await bo.whenText('lead', 'MIDDLE');
    await Promise.all([chief.placeCaret('lead', 'end'), bo.placeCaret('lead', 'start')]);
    await Promise.all([
      chief.page.keyboard.type(' the chief at the end', pace),
      bo.page.keyboard.type('Bo at the start ', pace),
    ]);
    for (const editor of [chief, bo]) await editor.whenText('lead', 'Bo at the start MIDDLE the chief at the end');
  });

  test('who leaves is no longer shown', async () => {
    await bo.page.goto(newsroom.studioUrl);
    await chief.presenceOf('Bo').waitFor({ state: 'detached' });
  });
});

test('five documents open in five tabs of one browser all live: the last loads, edits and publishes', async () => {
  for (const id of ['lower-back-spasm', 'facet-joint-pain', 'stiff-neck']) {
    const tab = new Editor(await chiefsBrowser.newPage(), newsroom.studioUrl);
    await tab.openDocument('article', `article-${id}`);
  }
  const last = new Editor(await chiefsBrowser.newPage(), newsroom.studioUrl);
  await last.openDocument('article', 'article-tension-headache');
  await last.type('headline', 'From the last tab');
  await untilHeardAgain(newsroom.dataDir, 'document:article-tension-headache', () => last.publish());
  const page = await fetch(`${newsroom.siteUrl}/headaches/frequent-headaches/tension-headache`);
  expect(await page.text()).toContain('From the last tab');

  // The first tab, long in the background, still receives events.
  await bo.openDocument('article', 'article-sciatica');
  await bo.type('headline', 'Heard in the first tab');
  await chief.whenValue('headline', 'Heard in the first tab');
  // The Studio opens six times, and may take a minute each time on a busy machine with few processors.
}, 600_000);
