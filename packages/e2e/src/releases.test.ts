import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { Editor } from './editor.ts';
import { untilHeardAgain } from './heard.ts';
import { openLakeClient } from './lake-client.ts';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { Releases, ScheduledDraft } from './releases.ts';
import { takeStepsOnceMore } from './studio-steps.ts';
import { until } from './until.ts';
import { type Sightings, watchPage } from './watch-page.ts';

takeStepsOnceMore(() => [inStudio]);

/*
 * Documents are published together, on schedule, and reverted. Each test builds on the one before.
 */

let newsroom: Newsroom;
let browser: Browser;
let lake: SanityClient;
let editor: Editor;
let releases: Releases;
let scheduled: ScheduledDraft;
let inStudio: Sightings;
let release: string;

const id = 'article-upper-back-pain';
const address = '/back-pain/neck-and-upper-back/upper-back-pain';
const first = 'Between the shoulder blades: what upper back pain is telling you';

beforeAll(async () => {
  browser = await openBrowser();
  newsroom = await openNewsroom();
  lake = await openLakeClient(newsroom);
  // The Studio formats and parses times in the browser's time zone and locale.
  const desk = await browser.newPage({ viewport: { width: 1440, height: 1000 }, timezoneId: 'UTC', locale: 'en-US' });
  inStudio = watchPage(desk, [new URL(newsroom.studioUrl).host]);
  editor = new Editor(desk, newsroom.studioUrl);
  releases = new Releases(desk, newsroom.studioUrl);
  scheduled = new ScheduledDraft(desk);
  await editor.signIn(newsroom.signInLink);
});

afterAll(async () => {
  await browser?.close();
  await newsroom?.close();
});

/** The headline on the site. */
async function headline(): Promise<string | undefined> {
  const page = await fetch(newsroom.siteUrl + address);
  return /<h1[^>]*>([^<]*)<\/h1>/.exec(await page.text())?.[1];
}

async function untilHeadline(text: string): Promise<void> {
  await until(
    async () => (await headline()) === text,
    async () => `Readers never saw “${text}”, but “${await headline()}”.`,
  );
}

/** The scheduled draft's release. */
async function scheduledRelease(): Promise<{ name: string; state: string } | undefined> {
  const [one] = await lake.fetch(
    '*[_type == "system.release" && metadata.cardinality == "one"] | order(_createdAt desc)',
    {},
    { perspective: 'raw' },
  );
  return one;
}

/** A time in the Studio's format. */
function hoursAhead(hours: number): string {
  const time = new Date(Date.now() + hours * 3_600_000);
  const day = time.toLocaleDateString('en-US', { month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' });
  return `${day} ${time.toISOString().slice(11, 16)}`;
}

test('an editor makes a release and writes in it; readers see nothing of it, its perspective does', async () => {
  release = await releases.create('Spring');
  await releases.openDocument(release, 'article', id);
  await releases.addOpenDocument();
  await editor.type('headline', 'A headline for spring');
  const inRelease = () => lake.fetch('*[_id == $id][0].headline', { id }, { perspective: [release] });
  await until(
    async () => (await inRelease()) === 'A headline for spring',
    async () => `The release has “${await inRelease()}”.`,
  );
  expect(await headline()).toBe(first);
  expect(await lake.getDocument(`drafts.${id}`)).toBeUndefined();
});

test('an archived release gives its documents back when it is taken up again', async () => {
  await releases.open(release);
  await releases.archive();
  await until(
    async () => (await lake.getDocument(`versions.${release}.${id}`)) === undefined,
    () => 'The release still has its documents.',
  );
  await releases.unarchive();
  await until(
    async () => (await lake.getDocument(`versions.${release}.${id}`))?.headline === 'A headline for spring',
    () => 'The release did not get its documents back.',
  );
});

test('publishing the release shows it to readers at once', async () => {
  await untilHeardAgain(newsroom.dataDir, `document:${id}`, () => releases.publish());
  expect(await headline()).toBe('A headline for spring');
});

test('the release’s activity tells what was done', async () => {
  await releases.showActivity();
  for (const text of ['Added a document version', 'Archived the', 'Unarchived the', 'Published the']) {
    await releases.activity(text).waitFor();
  }
});

test('reverting the release brings back what readers saw before', async () => {
  await releases.revert();
  await untilHeadline(first);
});

test('a scheduled draft can’t be edited, and is published at its time', async () => {
  await editor.openDocument('article', id);
  await editor.type('headline', 'A headline for tonight');
  await editor.whenPublishing({ isOffered: true });
  await scheduled.schedule(hoursAhead(2));
  await scheduled.notice.waitFor();
  expect(await editor.field('headline').locator('input[type=text]').isEditable()).toBe(false);
  expect(await headline()).toBe(first);
  // The Studio schedules by whole minutes; the client can schedule in two seconds, so that the test is fast.
  const releaseId = (await scheduledRelease())?.name ?? '';
  await lake.releases.schedule({ releaseId, publishAt: new Date(Date.now() + 2_000).toISOString() });
  await untilHeadline('A headline for tonight');
  expect(await scheduledRelease()).toMatchObject({ state: 'published' });
});

test('a schedule is cancelled, and the draft is still there', async () => {
  await editor.openDocument('article', id);
  await editor.type('headline', 'A headline for never');
  await editor.whenPublishing({ isOffered: true });
  await scheduled.schedule(hoursAhead(2));
  await scheduled.cancel();
  await until(
    async () => (await scheduledRelease())?.state === 'published',
    () => 'The schedule is still there.',
  );
  expect(await lake.getDocument(`drafts.${id}`)).toMatchObject({ headline: 'A headline for never' });
  expect(await headline()).toBe('A headline for tonight');
});

test('what is scheduled can be published now', async () => {
  await editor.openDocument('article', id);
  await editor.type('headline', 'A headline for now');
  await editor.whenPublishing({ isOffered: true });
  await scheduled.schedule(hoursAhead(2));
  await scheduled.publishNow();
  await untilHeadline('A headline for now');
});

test('all the while the Studio’s console held no error', () => {
  expect(inStudio.errors).toEqual([]);
});
