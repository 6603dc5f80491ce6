import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { Editor } from './editor.ts';
import { pinchedNerve } from './fixtures/pinched-nerve.ts';
import { openLakeClient } from './lake-client.ts';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { takeStepsOnceMore } from './studio-steps.ts';

takeStepsOnceMore();

/*
 * `npm run import` turns a writer's plain text into a draft. Each test builds on the one before.
 */

let newsroom: Newsroom;
let browser: Browser;
let lake: SanityClient;
let editor: Editor;
let folder: string;
let file: string;
let firstReport: string;

beforeAll(async () => {
  browser = await openBrowser();
  newsroom = await openNewsroom();
  lake = await openLakeClient(newsroom);
  folder = await mkdtemp(join(tmpdir(), 'bodytext-texts-'));
  file = join(folder, 'pinched-nerve.txt');
  await writeFile(file, pinchedNerve);
  editor = new Editor(await browser.newPage({ viewport: { width: 1440, height: 1000 } }), newsroom.studioUrl);
  await editor.signIn(newsroom.signInLink);
});

afterAll(async () => {
  await browser?.close();
  await newsroom?.close();
  await rm(folder, { recursive: true, force: true });
});

test('a plain text becomes a draft, and the command says its id, its Studio link and what is missing', async () => {
  const { code, output } = await newsroom.run('import', [file]);
  firstReport = output;
  expect(output).toContain('A draft was made: “Pinched Nerve”');
  expect(draftId(output)).toMatch(/^drafts\.[0-9a-z-]+$/);
  expect(studioLink(output)).toBe(
    `${newsroom.studioUrl}/intent/edit/id=${draftId(output).replace('drafts.', '')};type=article/`,
  );
  expect(missing(output)).toEqual([
    'authors: Name at least one author.',
    'references: Add at least one reference: what the article rests on.',
    'topic: This points to a document that is not published. Publish that one first, or choose another.',
    'callToAction: This points to a document that is not published. Publish that one first, or choose another.',
  ]);
  expect(code).toBe(0);
});

test('the same file again changes nothing', async () => {
  const before = await everyRevision();
  const { code, output } = await newsroom.run('import', [file]);
  expect(output).toContain('Unchanged: the newsroom has this text already');
  expect([draftId(output), studioLink(output)]).toEqual([draftId(firstReport), studioLink(firstReport)]);
  expect(await everyRevision()).toEqual(before);
  expect(code).toBe(0);
});

test('the printed link opens the draft in the Studio, with the text in its fields', async () => {
  await editor.page.goto(studioLink(firstReport));
  await editor.page.getByTestId('form-view').waitFor();
  expect(await editor.value('title')).toBe('Pinched Nerve');
  expect(await editor.value('headline')).toBe('The Wire Down the Leg');
  expect(await editor.value('slug')).toBe('pinched-nerve');
  expect(await editor.value('what.heading')).toBe('What is a pinched nerve?');
  expect(await editor.value('ordeal.heading')).toBe('Living with a pinched nerve');
  await editor.field('lead').getByText('It starts somewhere below the belt and runs down the leg').waitFor();
  await editor.field('causes.body').getByText('A disc that bulges is the commonest finding.').waitFor();
});

test('a file that is no article is refused with what was not found, and nothing is stored', async () => {
  const before = await everyRevision();
  const notes = join(folder, 'notes.txt');
  await writeFile(notes, 'Shopping\n\nMilk\nBread\n');
  const { code, output } = await newsroom.run('import', [notes]);
  expect(output).toContain('Not imported.');
  expect(code).toBe(1);
  expect(await everyRevision()).toEqual(before);
});

function draftId(report: string): string {
  return /Draft (\S+)/.exec(report)?.[1] ?? '';
}

function studioLink(report: string): string {
  return /http\S+\/intent\/edit\/id=\S+;type=article\//.exec(report)?.[0] ?? '';
}

/** What the report lists as missing before the article can be published. */
function missing(report: string): string[] {
  const [, list = ''] = /Missing before it can be published:\n((?: {4}- .*\n?)+)/.exec(report) ?? [];
  return list
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^ *- /, ''));
}

/** Every document with its revision, including drafts and the importer's own records. */
function everyRevision(): Promise<unknown> {
  return lake.fetch('*[] | order(_id) {_id, _rev}', {}, { perspective: 'raw' });
}
