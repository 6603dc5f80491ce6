import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
import { aPicture } from './picture.fixture.ts';

let lake: TestLake;
let path: string;
beforeAll(async () => {
  lake = await startTestLake();
  const asset = await lake.client('editor').assets.upload('image', await aPicture().jpeg().toBuffer());
  path = `/${asset.path}?w=90&fm=png`;
});
afterAll(() => lake.stop());

const folder = () => join(lake.dataDir, 'assets', 'renditions');
const only = () => join(folder(), readdirSync(folder())[0] ?? '');
const restart = async () => {
  lake = await lake.restart();
};

async function rendition(): Promise<Buffer> {
  const response = await fetch(lake.url + path);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

describe.each([
  ['while the lake runs', async () => {}],
  ['while it does not', restart],
])('a cached rendition that is damaged %s is rendered again:', (_, perhapsRestart) => {
  test.each<[string, () => void]>([
    ['cut short', () => truncateSync(only(), 40)],
    ['cut to nothing', () => truncateSync(only(), 0)],
    ['zeroed', () => writeFileSync(only(), Buffer.alloc(statSync(only()).size))],
    [
      'overwritten',
      () => {
        const bytes = readFileSync(only());
        writeFileSync(only(), bytes.fill(0xa5, 60, 80));
        // As a failing disk does: without a change of the mtime.
        utimesSync(only(), new Date(1_000), new Date(1_000));
      },
    ],
    [
      'turned into a folder',
      () => {
        const name = only();
        rmSync(name);
        mkdirSync(join(name, 'inside'), { recursive: true });
      },
    ],
    ['gone', () => rmSync(only())],
  ])('%s', async (__, damage) => {
    const whole = await rendition();
    damage();
    await perhapsRestart();
    expect((await rendition()).equals(whole)).toBe(true);
    expect((await rendition()).equals(whole)).toBe(true);
    expect(readdirSync(folder())).toHaveLength(1);
  });
});

test('other files in the cache folder are deleted, and so is a file in its place', async () => {
  const whole = await rendition();
  writeFileSync(join(folder(), `${'a'.repeat(40)}-${'b'.repeat(32)}.png`), 'of a version without digests');
  await restart();
  expect((await rendition()).equals(whole)).toBe(true);
  expect(readdirSync(folder())).toHaveLength(1);
  await lake.close();
  rmSync(folder(), { recursive: true });
  writeFileSync(folder(), '');
  lake = await startTestLake({ dataDir: lake.dataDir });
  expect((await rendition()).equals(whole)).toBe(true);
});
