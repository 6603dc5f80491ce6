import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Locator } from 'playwright-core';
import { axeProblems, everything } from './axe.ts';
import { openBrowser } from './browser.ts';
import { type Desk, openDesk } from './desk.ts';
import { Editor } from './editor.ts';
import { takeStepsOnceMore } from './studio-steps.ts';
import { patienceMs, until } from './until.ts';

takeStepsOnceMore();

/*
 * Ada writes while she is offline, or while the lake is down or hangs. No word that the form accepted is lost. Each
 * test has its own article, published and without a draft.
 */

const ada = 'ada@example.org';
const bo = 'bo@example.org';
/** As fast as people type. */
const pace = { delay: 40 };

let desk: Desk;
let browser: Browser;
let adas: BrowserContext;
let editor: Editor;

beforeAll(async () => {
  browser = await openBrowser();
  desk = await openDesk();
  adas = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  editor = await openTab();
  await editor.signIn(await desk.invite('Ada', ada));
});

afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

afterEach(async () => {
  await adas.setOffline(false);
  await desk.revive();
});

const openTab = async (): Promise<Editor> => new Editor(await adas.newPage(), desk.studioUrl);
const notice = ({ page }: Editor): Locator => page.getByText(/^No connection since/);
const leadOf = ({ page }: Editor): Locator => page.getByTestId('field-lead').getByTestId('pt-editor');

/** The typed words of a text, without whitespace, since the form and the document separate paragraphs differently. */
const wordsOf = (text: string): string[] => text.split(/[\s\uFEFF]+/).filter((word) => /^w\d+$/.test(word));

/** Deletes an article’s draft, and opens the article. */
async function openPublished(id: string): Promise<void> {
  await desk.client.delete(`drafts.${id}`);
  await openArticle(id);
}

async function openArticle(id: string, who: Editor = editor): Promise<void> {
  await who.openDocument('article', id);
  await leadOf(who).waitFor();
  // Waits for the Studio's lazy modules, which have long been loaded when an editor starts to type.
  await who.page.waitForLoadState('networkidle');
}

/** Types word after word until the form becomes read-only. Returns the words that it accepted, which it still shows. */
async function typeUntilStopped(who: Editor): Promise<string[]> {
  await until(
    async () => {
      for (let count = 1; !(await notice(who).isVisible()); count++) {
        if (count > 400) return false;
        await who.page.keyboard.type(` w${count}`, pace);
      }
      return true;
    },
    () => 'The form was never stopped.',
  );
  await whenReadOnly(who);
  return wordsOf(await leadOf(who).innerText());
}

/** Waits until the body is no longer `inert`, which the Studio sets briefly to make text editors flush their input. */
async function whenReadOnly(who: Editor): Promise<void> {
  await until(
    async () => !(await who.page.evaluate(() => document.body.inert)),
    () => 'The page never took input again.',
  );
}

async function draftsWords(id: string): Promise<string[]> {
  const draft = await desk.client.getDocument<{ lead?: { children?: { text: string }[] }[] }>(`drafts.${id}`);
  return wordsOf((draft?.lead ?? []).flatMap(({ children = [] }) => children.map(({ text }) => text)).join(' '));
}

async function whenStored(id: string, words: readonly string[]): Promise<void> {
  await until(
    async () => (await draftsWords(id)).join(' ') === words.join(' '),
    async () => `Of “${words.join(' ')}”, the draft has “${(await draftsWords(id)).join(' ')}”.`,
  );
}

async function whenConnected(who: Editor): Promise<void> {
  await notice(who).waitFor({ state: 'detached' });
}

/** Interrupts the connection while Ada types, and restores it after `forMs`. */
async function interrupted(id: string, interrupt: () => Promise<() => unknown>, forMs: number): Promise<void> {
  await openPublished(id);
  await editor.placeCaret('lead', 'end');
  await editor.page.keyboard.type(' w0 w0 w0');
  const comeBack = await interrupt();
  const typed = await typeUntilStopped(editor);
  expect(typed.length).toBeGreaterThanOrEqual(3);
  await setTimeout(forMs);
  await comeBack();
  await whenConnected(editor);
  await whenStored(id, typed);
  expect(wordsOf(await leadOf(editor).innerText())).toEqual(typed);
  // Editing works again.
  await editor.placeCaret('lead', 'end');
  await editor.page.keyboard.type(' w999', pace);
  await whenStored(id, [...typed, 'w999']);
}

const offline = async (): Promise<() => Promise<void>> => {
  await adas.setOffline(true);
  return () => adas.setOffline(false);
};

describe('the first words in a published article are stored, and those after them,', () => {
  test('after a minute without a connection', () => interrupted('article-sciatica', offline, 60_000), 300_000);

  test('after the lake was killed', () => interrupted('article-stiff-neck', () => desk.kill(), 8_000), 300_000);

  test('after the lake hung', () => interrupted('article-tension-headache', async () => desk.hang(), 8_000), 300_000);
});

test('without a connection nothing can be published, which a sentence says, and the page is accessible', async () => {
  await openArticle('article-sciatica');
  await editor.publishButton.waitFor();
  await adas.setOffline(true);
  await notice(editor).waitFor();
  await until(
    () => editor.publishButton.isDisabled(),
    () => 'It can be published.',
  );
  await editor.publishButton.locator('..').hover();
  await editor.page.getByText(/There has been no connection since .+ Do this once it is back\./).waitFor();
  expect(await axeProblems(editor.page, everything, '[data-testid="unsaved-notice"]')).toEqual([]);
  await adas.setOffline(false);
  await whenConnected(editor);
  await until(
    () => editor.publishButton.isEnabled(),
    () => 'It can’t be published.',
  );
}, 300_000);

test('a list that is opened without a connection waits for it', async () => {
  await editor.page.goto(`${desk.studioUrl}/structure`);
  await editor.page.getByText('All articles').waitFor();
  await editor.page.waitForLoadState('networkidle');
  const comeBack = await desk.kill();
  await editor.page.getByText('People', { exact: true }).first().click();
  await setTimeout(4_000);
  await comeBack();
  await editor.page.getByTestId('document-list-pane').getByRole('link').first().waitFor();
  expect(await editor.page.getByText('Failed to fetch').count()).toBe(0);
}, 300_000);

test('an address with the perspective that all have opens the article', async () => {
  await editor.page.goto(`${desk.studioUrl}/intent/edit/id=article-sciatica;type=article/?perspective=drafts`);
  await leadOf(editor).waitFor();
});

/** One for each attempt: words that an attempt left in the browser would be put back in the next one. */
const articlesOfClosedWindow = ['article-upper-back-pain', 'article-perimenopause-migraine'];

test('a window that is closed without a connection: its words are put back when the article is opened again', async () => {
  const id = articlesOfClosedWindow.shift() ?? '';
  const tab = await openTab();
  await openArticle(id, tab);
  await tab.placeCaret('lead', 'end');
  const comeBack = desk.hang();
  const thirty = Array.from({ length: 30 }, (_, index) => `w${index}`);
  // In one input event: on a slow machine, the form would become read-only before the last key press.
  await tab.page.keyboard.insertText(` ${thirty.join(' ')}`);
  await notice(tab).waitFor();
  await whenReadOnly(tab);
  expect(wordsOf(await leadOf(tab).innerText())).toEqual(thirty);
  await tab.page.close();
  comeBack();
  await openArticle(id);
  await whenStored(id, thirty);
}, 300_000);

test('two windows on one article: the words of both are stored, once', async () => {
  const id = 'article-facet-joint-pain';
  const other = await openTab();
  await openArticle(id);
  await openArticle(id, other);
  await editor.placeCaret('what.body', 'end');
  await other.placeCaret('causes.body', 'end');
  const comeBack = desk.hang();
  await Promise.all([
    editor.page.keyboard.type(' In the one.', pace),
    other.page.keyboard.type(' In the other.', pace),
  ]);
  await notice(editor).waitFor();
  await notice(other).waitFor();
  comeBack();
  await whenConnected(editor);
  await whenConnected(other);
  const both = async (): Promise<string> => JSON.stringify(await desk.client.getDocument(`drafts.${id}`));
  await until(async () => (await both()).includes('In the one.') && (await both()).includes('In the other.'), both);
  expect((await both()).split(/In the (?:one|other)\./)).toHaveLength(3);
  await other.page.close();
}, 300_000);

test('what a colleague has changed meanwhile is not written over: the words are offered', async () => {
  const id = 'article-migraine-with-aura';
  const tab = await openTab();
  await openArticle(id, tab);
  await tab.placeCaret('lead', 'end');
  const comeBack = desk.hang();
  const typed = await typeUntilStopped(tab);
  await tab.page.close();
  comeBack();
  const published = await desk.client.getDocument(id);
  // A request that reached the lake before it hung may have created the draft already.
  await desk.client.createIfNotExists({ ...published, _id: `drafts.${id}`, _type: 'article' });
  await desk.client.patch(`drafts.${id}`).set({ 'lead[-1].children[-1].text': 'A colleague’s.' }).commit();
  await openArticle(id);
  const offer = editor.page.getByRole('region', { name: 'Not stored' });
  await offer.getByText(typed.join(' ')).waitFor();
  await offer.getByText('Others have changed it since.').waitFor();
  expect(await draftsWords(id)).toEqual([]);
  await offer.getByRole('button', { name: 'Put it in place of what is there' }).click();
  await whenStored(id, typed);
  await offer.waitFor({ state: 'detached' });
}, 300_000);

describe('what somebody typed is theirs', () => {
  const id = 'article-menstrual-migraine';
  let typed: string[];

  test('their session ends while they type: the words wait for them', async () => {
    await openArticle(id);
    await editor.placeCaret('lead', 'end');
    const comeBack = desk.hang();
    typed = await typeUntilStopped(editor);
    await desk.endSessions(ada);
    comeBack();
    await editor.page.getByRole('link', { name: 'Sign in with e-mail' }).waitFor();
  }, 300_000);

  test('another person who signs in meanwhile is shown nothing of them', async () => {
    await editor.signIn(await desk.invite('Bo', bo));
    await openArticle(id);
    await setTimeout(6_000);
    expect(wordsOf(await editor.page.locator('body').innerText())).toEqual([]);
    expect(await editor.page.getByText('What you typed').count()).toBe(0);
    expect(await draftsWords(id)).toEqual([]);
  }, 300_000);

  test('when they come back, they are told, and the words are put back', async () => {
    await editor.signIn(await desk.link(ada));
    const told = editor.page.locator('span').filter({ hasText: 'What you typed in “Menstrual migraine”' });
    await told.getByRole('link', { name: 'open it' }).click();
    await whenStored(id, typed);
    await told.waitFor({ state: 'detached' });
  }, 300_000);

  test('signing out says what is not stored, and can be left', async () => {
    await openArticle(id);
    await editor.placeCaret('lead', 'end');
    const comeBack = desk.hang();
    await typeUntilStopped(editor);
    const asked = new Promise<string>((resolve) => {
      editor.page.once('dialog', (dialog) => {
        resolve(dialog.message());
        void dialog.dismiss();
      });
    });
    await editor.page.locator('#user-menu').click();
    await editor.page.getByRole('menuitem', { name: 'Sign out' }).click();
    expect(await asked).toMatch(/^What you typed in one document is not stored yet\./);
    comeBack();
    await whenConnected(editor);
    await leadOf(editor).waitFor({ timeout: patienceMs });
  }, 300_000);
});
