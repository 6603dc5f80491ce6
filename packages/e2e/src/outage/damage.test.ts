import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openScene, type Scene } from './scene.ts';

const article = '/back-pain/lower-back-pain/sciatica';
const addresses = ['/', article, '/sitemap.xml', '/search?q=sciatica', '/a-to-z'];

let scene: Scene;
let picture: string;
let before: [string, string][];

beforeAll(async () => {
  scene = await openScene();
  const html = await (await fetch(scene.siteUrl + article)).text();
  picture = /\/media\/[\w-]+\/[\d-]+\/\d+\.webp/.exec(html)?.[0] ?? '';
  before = await answers();
}, 300_000);

afterAll(async () => {
  await scene?.close();
});

/** Each address with its response's status and bytes. */
async function answers(): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for (const address of [...addresses, picture]) {
    const response = await fetch(scene.siteUrl + address, { headers: { connection: 'close' } });
    const bytes = Buffer.from(await response.arrayBuffer());
    found.push([address, `${response.status} ${bytes.toString('latin1')}`]);
  }
  return found;
}

async function filesOfTheSite(): Promise<string[]> {
  const entries = await readdir(join(scene.dataDir, 'site'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function vote(): Promise<number> {
  const { status } = await fetch(`${scene.siteUrl}/feedback`, {
    method: 'POST',
    body: new URLSearchParams({ page: article, useful: 'yes' }),
    headers: { origin: scene.siteUrl, connection: 'close' },
    redirect: 'manual',
  });
  return status;
}

test('there is something to be damaged', () => {
  expect(picture).toMatch(/^\/media\//);
  expect(before.map(([address, answer]) => [address, answer.slice(0, 3)])).toEqual(
    [...addresses, picture].map((address) => [address, '200']),
  );
});

test.each<[string, (path: string) => Promise<void>]>([
  ['cut in half', async (path) => truncate(path, Math.floor((await stat(path)).size / 2))],
  ['overwritten', async (path) => writeFile(path, randomBytes((await stat(path)).size))],
  [
    'a folder',
    async (path) => {
      await rm(path);
      await mkdir(join(path, 'inside'), { recursive: true });
    },
  ],
  ['gone', (path) => rm(path)],
])('with every file that the site keeps %s, readers get what they got before, and forms work', async (_, damage) => {
  await scene.restartSite(async () => {
    for (const path of await filesOfTheSite()) await damage(path);
  });
  expect(await answers()).toEqual(before);
  expect(await vote()).toBe(303);
  // Once more, from the caches that the site has written since.
  await scene.restartSite();
  expect(await answers()).toEqual(before);
});

test('all that the programs keep is for their owner only', async () => {
  const names = await readdir(scene.dataDir, { recursive: true });
  const modes = await Promise.all(
    names.map(async (name) => [name, (await stat(join(scene.dataDir, name))).mode & 0o077]),
  );
  expect(modes.filter(([, mode]) => mode !== 0)).toEqual([]);
});
