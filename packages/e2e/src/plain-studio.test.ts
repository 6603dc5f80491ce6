import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, WebSocket } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { Editor } from './editor.ts';
import { History } from './history.ts';
import { openPlainStudio, type PlainStudio, plainProject } from './plain-studio.ts';
import { Releases } from './releases.ts';
import { takeStepsOnceMore } from './studio-steps.ts';
import { patienceMs, until } from './until.ts';
import { type Sightings, watchPage } from './watch-page.ts';

takeStepsOnceMore(() => [refused, ...seen]);

/*
 * A Studio that is not the newsroom's works on the embedded lake: it has another project id, other types with the same
 * names, and no configuration for the lake. Each test builds on the one before.
 */

const picture = new URL('../../demo/dataset/images/stiff-neck.webp', import.meta.url);
const email = 'ada@example.org';
const password = 'a stone in every shoe';

let studio: PlainStudio;
let browser: Browser;
let adas: BrowserContext;
let editor: Editor;
let page: string;
let person: string;
const seen: Sightings[] = [];
/** Event streams over HTTP, each of which occupies one of the six connections that a browser's tabs share per host. */
const ownConnections: string[] = [];
/** Error responses, except at sign-out, when the Studio sends one more request with the ended session's token. */
const refused: Sightings = { errors: [], otherHosts: [] };
let isLeaving = false;

beforeAll(async () => {
  browser = await openBrowser();
  studio = await openPlainStudio();
  adas = await browser.newContext({ viewport: { width: 1440, height: 1000 }, timezoneId: 'UTC', locale: 'en-US' });
  editor = await openTab();
});

afterAll(async () => {
  await browser?.close();
  await studio?.close();
});

async function openTab(): Promise<Editor> {
  const tab = await adas.newPage();
  seen.push(watchPage(tab, [new URL(studio.studioUrl).host]));
  tab.on('request', (request) => {
    if (request.headers().accept?.includes('text/event-stream')) ownConnections.push(request.url());
  });
  tab.on('response', (response) => {
    if (response.status() >= 400 && !isLeaving) refused.errors.push(`${response.status()} ${response.url()}`);
  });
  return new Editor(tab, studio.studioUrl);
}

const stored = (id: string) => studio.client.getDocument(id);

/** Waits until a stored document meets a condition. */
async function whenStored(id: string, isSo: (document: Record<string, unknown>) => boolean): Promise<void> {
  await until(
    async () => isSo((await stored(id)) ?? {}),
    async () => `The lake never held it, but ${JSON.stringify(await stored(id))}.`,
  );
}

const studioIsOpen = () => editor.page.getByTestId('studio-navbar').waitFor();

async function signOut(): Promise<void> {
  isLeaving = true;
  await editor.page.locator('#user-menu').click();
  await editor.page.getByRole('menuitem', { name: 'Sign out' }).click();
  await editor.page.getByRole('link', { name: 'Sign in with e-mail' }).waitFor();
}

/** The session token in the browser's local storage. */
async function tokenInBrowser(): Promise<string> {
  const key = `__studio_auth_token_${plainProject}`;
  const kept = await editor.page.evaluate((name) => localStorage.getItem(name), key);
  return String(JSON.parse(kept ?? '{}').token ?? '');
}

async function statusOf(token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${studio.lakeUrl}/v1/users/me`, { headers })).status;
}

test('a link signs Ada in to her own Studio, and she chooses a password on the way', async () => {
  const { page } = editor;
  await page.goto(await studio.invite('Ada', email));
  await page.getByText('Plain words').waitFor();
  await page.getByLabel('Password (optional)').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await studioIsOpen();
  expect(new URL(page.url()).origin).toBe(studio.studioUrl);
});

test('signed out, she comes back by e-mail and password to where she was', async () => {
  const { page } = editor;
  await page.goto(`${studio.studioUrl}/structure/person`);
  await studioIsOpen();
  const token = await tokenInBrowser();
  expect(await statusOf(token)).toBe(200);
  await signOut();
  expect(await statusOf(token)).toBe(401);
  await page.goto(`${studio.studioUrl}/structure/person`);
  isLeaving = false;
  await page.getByRole('link', { name: 'Sign in with e-mail' }).click();
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await studioIsOpen();
  expect(page.url()).toBe(`${studio.studioUrl}/structure/person`);
});

test('types with the newsroom’s names and other fields are created and published', async () => {
  await editor.startDocument('person');
  await editor.type('name', 'Grace');
  person = editor.documentId();
  await editor.publish();
  expect(await stored(person)).toMatchObject({ _type: 'person', name: 'Grace' });
  await editor.startDocument('settings');
  await editor.type('motto', 'Plain words');
  const settings = editor.documentId();
  await editor.publish();
  expect(await stored(settings)).toMatchObject({ _type: 'settings', motto: 'Plain words' });
});

test('a page is written with a reference, a picture that is shown and a file, and published', async () => {
  await editor.startDocument('page');
  await editor.type('title', 'First words');
  page = editor.documentId();
  await whenStored(`drafts.${page}`, ({ title }) => title === 'First words');
  await editor.chooseReference('author', 'Grace');
  const buffer = await readFile(fileURLToPath(picture));
  await editor.uploadImage('picture', { name: 'neck.webp', mimeType: 'image/webp', buffer });
  // An image has a natural width only once it is loaded.
  const shown = editor.page.locator('[id="picture"] img').first();
  await until(
    async () => shown.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth > 0),
    () => 'The picture was never shown.',
  );
  const source = await shown.evaluate((image) => (image instanceof HTMLImageElement ? image.currentSrc : ''));
  expect(source).toMatch(`${studio.studioUrl}/images/${plainProject}/production/`);
  const leaflet = editor.page.locator('[id="leaflet"]');
  const pdf = { name: 'leaflet.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n') };
  await leaflet.locator('input[type=file]').first().setInputFiles(pdf);
  await leaflet.getByText('leaflet.pdf').first().waitFor();
  await editor.publish();
  expect(await stored(page)).toMatchObject({
    title: 'First words',
    author: { _ref: person },
    picture: { asset: { _ref: expect.stringMatching(/^image-[0-9a-f]{40}-\d+x\d+-webp$/) } },
    leaflet: { asset: { _ref: expect.stringMatching(/^file-[0-9a-f]{40}-pdf$/) } },
  });
});

test('two tabs each see at once what is written in the other, over one socket each', async () => {
  const sockets: WebSocket[] = [];
  adas.on('page', (tab) => tab.on('websocket', (socket) => sockets.push(socket)));
  const tab = await openTab();
  await tab.openDocument('page', page);
  await editor.openDocument('page', page);
  await tab.type('title', 'Second words');
  await editor.whenValue('title', 'Second words');
  await editor.type('title', 'Third words');
  await tab.whenValue('title', 'Third words');
  await editor.publish();
  const streams = sockets.filter((socket) => !socket.isClosed() && socket.url().endsWith('/event-streams'));
  expect(streams).toHaveLength(1);
  expect(ownConnections).toEqual([]);
  await tab.page.close();
});

test('an older revision is shown, and taken up again as the draft', async () => {
  const history = new History(editor.page);
  await editor.openDocument('page', page);
  await editor.type('title', 'Fourth words');
  await whenStored(`drafts.${page}`, ({ title }) => title === 'Fourth words');
  await history.open();
  await history.entry('Edited', 'Ada').first().waitFor();
  await history.show('Published');
  await editor.whenValue('title', 'Third words');
  await history.restore();
  await whenStored(`drafts.${page}`, ({ title }) => title === 'Third words');
  expect(await stored(page)).toMatchObject({ title: 'Third words' });
});

test('a release takes a version of the page, and publishes it', async () => {
  const releases = new Releases(editor.page, studio.studioUrl);
  const release = await releases.create('Spring');
  await releases.openDocument(release, 'page', page);
  await releases.addOpenDocument();
  await editor.type('title', 'Words of spring');
  await whenStored(`versions.${release}.${page}`, ({ title }) => title === 'Words of spring');
  expect(await stored(page)).toMatchObject({ title: 'Third words' });
  await releases.open(release);
  await releases.publish();
  await whenStored(page, ({ title }) => title === 'Words of spring');
});

test('what is not there yet may be referred to weakly, as plugins for translations do', async () => {
  const reference = { _type: 'reference', _ref: 'page-in-german', _weak: true, _strengthenOnPublish: { type: 'page' } };
  await studio.client.create({ _id: 'translations', _type: 'translation.metadata', translations: [reference] });
  expect(await stored('translations')).toMatchObject({ translations: [reference] });
  const strong = studio.client.create({ _type: 'page', author: { _type: 'reference', _ref: 'nobody' } });
  await expect(strong).rejects.toThrow('references "nobody", which does not exist');
});

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>document.title = "It ran"</script></svg>';

test.each([
  ['file', 'page.html', '<script>document.title = "It ran"</script><p>Uploaded</p>'],
  ['image', 'drawing.svg', svg],
  ['file', 'drawing.svg', svg],
] as const)('an uploaded %s %s that is opened on the Studio’s origin runs nothing', async (kind, filename, content) => {
  const { url } = await studio.client.assets.upload(kind, Buffer.from(content), { filename });
  const address = `${studio.studioUrl}${new URL(url).pathname}`;
  const { headers } = await fetch(address);
  expect(headers.get('content-security-policy')).toContain("script-src 'none'");
  expect(headers.get('content-security-policy')).toContain('sandbox');
  const visitor = await adas.newPage();
  visitor.setDefaultTimeout(patienceMs);
  // Some are downloaded instead of displayed, which makes `goto` reject.
  await visitor.goto(address).catch(() => undefined);
  expect(await visitor.title()).not.toBe('It ran');
  await visitor.close();
});

test('the lake knows no other project', async () => {
  const headers = { authorization: `Bearer ${await tokenInBrowser()}` };
  const status = async (path: string) => (await fetch(`${studio.studioUrl}/v1${path}`, { headers })).status;
  expect([await status(`/projects/${plainProject}`), await status('/projects/bodytext')]).toEqual([200, 404]);
});

test('signing out ends the session', async () => {
  const token = await tokenInBrowser();
  expect(await statusOf(token)).toBe(200);
  await editor.page.goto(studio.studioUrl);
  await studioIsOpen();
  await signOut();
  expect(await statusOf(token)).toBe(401);
});

test('all the while no other host was asked for anything, and the console held no error', () => {
  expect(seen.flatMap(({ otherHosts }) => otherHosts)).toEqual([]);
  expect(refused.errors).toEqual([]);
  const errors = seen.flatMap((each) => each.errors);
  expect(errors.filter((error) => !error.includes('the server responded with a status of 401'))).toEqual([]);
});
