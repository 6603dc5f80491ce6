import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { axeProblems } from './axe.ts';
import { openBrowser } from './browser.ts';
import { lastWord } from './last-word.ts';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { patienceMs, until } from './until.ts';

/*
 * Ada signs in with a link, then with her own password, and is later suspended. Each test builds on the one before.
 */

const password = 'a stone in every shoe';
const newPassword = 'no stone in any shoe';

let newsroom: Newsroom;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  newsroom = await openNewsroom({ DEMO: '0' });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(patienceMs);
});

afterAll(async () => {
  await browser?.close();
  await newsroom?.close();
});

const lake = async (...args: string[]) => (await newsroom.run('lake', args)).output;
const studio = () => page.getByTestId('studio-navbar').waitFor();

/** Follows the link on the Studio's sign-in screen. */
async function startFromTheStudio(): Promise<void> {
  await page.goto(newsroom.studioUrl);
  await page.getByRole('link', { name: 'Sign in with e-mail' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

async function enter(email: string, given: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(given);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The session token in the browser's local storage. */
async function tokenInBrowser(): Promise<string> {
  const kept = await page.evaluate(() => localStorage.getItem('__studio_auth_token_bodytext'));
  return String(JSON.parse(kept ?? '{}').token ?? '');
}

async function statusOf(token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${newsroom.lakeUrl}/v1/users/me`, { headers })).status;
}

test('a link lets Ada in, and she chooses a password on the way', async () => {
  await page.goto(
    lastWord(await lake('user', 'add', '--name', 'Ada', '--email', 'ada@example.org', '--role', 'editor')),
  );
  await page.getByRole('heading', { name: 'Welcome, Ada' }).waitFor();
  await page.getByLabel('Password (optional)').fill('short');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('at least 12 characters. Four').waitFor();
  await page.getByLabel('Password (optional)').and(page.locator(':focus')).waitFor();
  await page.getByLabel('Password (optional)').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await studio();
});

test('signing out ends the session, not only in the browser', async () => {
  const token = await tokenInBrowser();
  expect(await statusOf(token)).toBe(200);
  await page.locator('#user-menu').click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in with e-mail' }).waitFor();
  expect(await statusOf(token)).toBe(401);
});

test('a wrong password is said at its field, the right one leads back to the Studio', async () => {
  await startFromTheStudio();
  await enter('ada@example.org', 'not my password');
  const field = page.getByLabel('Password', { exact: true });
  await page.getByText('The e-mail address or the password is wrong.').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await field.getAttribute('aria-describedby')).toBe('password-error');
  expect(await page.getByLabel('E-mail address').inputValue()).toBe('ada@example.org');
  await enter('ada@example.org', password);
  await studio();
});

test('a changed password ends the sessions of the old one, and the page needs no script', async () => {
  const before = await tokenInBrowser();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(`${newsroom.studioUrl}/sign-in/password`);
  await plain.getByLabel('E-mail address').fill('ada@example.org');
  await plain.getByLabel('Current password').fill(password);
  await plain.getByLabel('New password').fill(newPassword);
  await plain.getByRole('button', { name: 'Change password' }).click();
  await plain.waitForURL(/#sid=/);
  expect(await statusOf(before)).toBe(401);
  await context.close();
});

test('whoever is suspended is out at once, and told why when they come back', async () => {
  await startFromTheStudio();
  await enter('ada@example.org', newPassword);
  await studio();
  const token = await tokenInBrowser();
  await lake('user', 'suspend', '--email', 'ada@example.org');
  await until(
    async () => (await statusOf(token)) === 401,
    () => 'Ada is still in.',
  );
  await page.goto(`${newsroom.studioUrl}/sign-in`);
  await enter('ada@example.org', newPassword);
  await page.getByRole('alert').getByText('This account is suspended').waitFor();
});

test.each([
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
  { width: 1440, colorScheme: 'light' },
  { width: 1440, colorScheme: 'dark' },
] as const)('the pages pass axe and need no sideways scrolling, $width wide and $colorScheme', async (look) => {
  const link = lastWord(await lake('user', 'link', '--email', 'editor@localhost'));
  const context = await browser.newContext({
    viewport: { width: look.width, height: 800 },
    colorScheme: look.colorScheme,
  });
  const seen = await context.newPage();
  for (const address of ['/sign-in', '/sign-in/password', new URL(link).pathname, '/sign-in/used-up']) {
    await seen.goto(newsroom.studioUrl + address);
    expect(await axeProblems(seen, {})).toEqual([]);
    expect(await seen.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  }
  await context.close();
});
