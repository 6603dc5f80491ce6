import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { Comments } from './comments.ts';
import { Editor } from './editor.ts';
import { lastWord } from './last-word.ts';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { takeStepsOnceMore } from './studio-steps.ts';
import { Tasks } from './tasks.ts';
import { type Sightings, watchPage } from './watch-page.ts';

takeStepsOnceMore(() => [chief.seen, bo.seen]);

/*
 * Two people comment on an article and assign tasks. Each test builds on the one before.
 */

let newsroom: Newsroom;
let browser: Browser;
let chief: Person;
let bo: Person;

type Person = { editor: Editor; comments: Comments; tasks: Tasks; seen: Sightings };

beforeAll(async () => {
  browser = await openBrowser();
  newsroom = await openNewsroom();
  [chief, bo] = await Promise.all([arrive(), arrive()]);
  const invitation = ['user', 'add', '--name', 'Bo', '--email', 'bo@localhost', '--role', 'reviewer'];
  const { output } = await newsroom.run('lake', invitation);
  await chief.editor.signIn(newsroom.signInLink);
  await bo.editor.signIn(lastWord(output));
});

afterAll(async () => {
  await browser?.close();
  await newsroom?.close();
});

async function arrive(): Promise<Person> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  const seen = watchPage(page, [new URL(newsroom.studioUrl).host]);
  return { editor: new Editor(page, newsroom.studioUrl), comments: new Comments(page), tasks: new Tasks(page), seen };
}

const question = 'Is this what people call it?';

test('one comments on a field and mentions the other, who sees it', async () => {
  await chief.editor.openDocument('article', 'article-sciatica');
  await chief.comments.addTo(chief.editor.field('title'), question, 'Bo');
  await chief.comments.thread(question).getByText('@Bo').waitFor();
  await chief.comments.dismissIntroduction();
  await bo.editor.openDocument('article', 'article-sciatica');
  await bo.comments.open();
  await bo.comments.thread(question).getByText('Editor-in-chief').waitFor();
});

test('what the Studio says about who is where is in words, not in the names of its translations', async () => {
  const names = () =>
    chief.editor.page
      .locator('[aria-label]')
      .evaluateAll((all) => all.map((element) => element.getAttribute('aria-label') ?? ''));
  await chief.editor.page.getByLabel('Bo is editing this document right now').first().waitFor();
  expect((await names()).filter((name) => /^[a-z-]+(\.[a-z-]+)+$/.test(name))).toEqual([]);
});

test('a reply and a reaction show up with the other, with no reload', async () => {
  await bo.comments.reply(question, 'In my practice they do.');
  await chief.comments.thread(question).getByText('In my practice they do.').waitFor();
  await bo.comments.react(question, 'Rocket');
  await chief.comments.thread(question).getByText('🚀').waitFor();
});

test('people edit their own words, and are not offered to edit or delete another’s', async () => {
  expect(await bo.comments.menu(question)).toEqual(['Copy link to comment']);
  await chief.comments.edit(question, ' Here, I mean.');
  await bo.comments.thread('Here, I mean.').waitFor();
});

test('what is resolved leaves the list, for both, and is kept', async () => {
  await bo.comments.resolve(question);
  await chief.comments.thread(question).waitFor({ state: 'detached' });
  await chief.comments.show('Resolved');
  await chief.comments.thread(question).getByText('In my practice they do.').waitFor();
});

test('a comment on words of a text stays with them while another edits the text', async () => {
  await bo.comments.addToFirstWord(bo.editor.field('lead'), 'Always with a capital?');
  await bo.comments.quoteOf('Always with a capital?').getByText('Sciatica', { exact: true }).waitFor();
  await chief.editor.placeCaret('lead', 'start');
  await chief.editor.page.keyboard.type('Now: ');
  // A comment's highlight may move the caret that the click sets, so only that the text changed is checked.
  await bo.editor.whenText('lead', 'Now: ');
  await bo.comments.quoteOf('Always with a capital?').getByText('Sciatica', { exact: true }).waitFor();
});

test('what is deleted is gone, for both', async () => {
  await chief.comments.show('Open');
  await chief.comments.thread('Always with a capital?').waitFor();
  await bo.comments.delete('Always with a capital?');
  await chief.comments.thread('Always with a capital?').waitFor({ state: 'detached' });
});

test('a task that one gives the other is in the other’s list, with the document it is about', async () => {
  await bo.tasks.open();
  await chief.tasks.open();
  await chief.tasks.create('Check the sources', 'Bo');
  await bo.tasks.listed('Check the sources').waitFor();
  await bo.tasks.openTask('Check the sources');
  await bo.editor.page.getByTestId('task-target-field-preview').getByText('Sciatica').waitFor();
});

test('both talk about the task; when it is done, it leaves the list of what is to do', async () => {
  await bo.tasks.comment('Two of them are old.');
  await chief.tasks.openTask('Check the sources');
  await chief.editor.page.getByText('Two of them are old.').waitFor();
  await bo.tasks.close();
  await chief.tasks.status('Done').waitFor();
  await bo.tasks.back();
  await bo.editor.page.getByText("You're all caught up").waitFor();
  await bo.tasks.listed('Check the sources').waitFor({ state: 'hidden' });
});

test('all the while no other host was asked for anything, and the console held no error', () => {
  for (const { seen } of [chief, bo]) expect(seen).toEqual({ errors: [], otherHosts: [] });
});
