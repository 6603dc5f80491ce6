/** @jest-environment node */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { createPageStore } from './page-store.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'page-store-'));
});

test('pages outlast a restart', async () => {
  await createPageStore(folder, 'one').set('/a', { html: 'a' });
  expect(await createPageStore(folder, 'one').get('/a')).toEqual({ html: 'a' });
});

test('pages of another generation are not returned, and are removed', async () => {
  await createPageStore(folder, 'one').set('/a', { html: 'a' });
  const next = createPageStore(folder, 'two');
  expect(await next.get('/a')).toBeUndefined();
  await next.set('/b', {});
  for (let time = 0; time < 50 && readdirSync(folder).includes('one'); time += 1) await setTimeout(10);
  expect(readdirSync(folder)).toEqual(['two']);
});

test('a deleted page is gone from memory and disk', async () => {
  const store = createPageStore(folder, 'one');
  await store.set('/a', { html: 'a' });
  await store.delete('/a');
  expect(await store.get('/a')).toBeUndefined();
  expect(await createPageStore(folder, 'one').get('/a')).toBeUndefined();
});

describe('a damaged page counts as absent, and can be stored again:', () => {
  const path = () => join(folder, 'one', readdirSync(join(folder, 'one'))[0] ?? '');
  test.each<[string, () => void]>([
    ['cut short', () => writeFileSync(path(), '{"key":"/a","pa')],
    ['zeroed', () => writeFileSync(path(), Buffer.alloc(readFileSync(path()).length))],
    ['with other words in it', () => writeFileSync(path(), readFileSync(path(), 'utf8').replace('words', 'sword'))],
    ['of an earlier version', () => writeFileSync(path(), JSON.stringify({ key: '/a', page: { html: 'old' } }))],
    [
      'a folder',
      () => {
        const name = path();
        rmSync(name);
        mkdirSync(join(name, 'inside'), { recursive: true });
      },
    ],
    [
      'its folder a file',
      () => {
        rmSync(join(folder, 'one'), { recursive: true });
        writeFileSync(join(folder, 'one'), '');
      },
    ],
  ])('%s', async (_, damage) => {
    await createPageStore(folder, 'one').set('/a', { html: 'words' });
    damage();
    expect(await createPageStore(folder, 'one').get('/a')).toBeUndefined();
    await createPageStore(folder, 'one').set('/a', { html: 'words' });
    expect(await createPageStore(folder, 'one').get('/a')).toEqual({ html: 'words' });
  });
});
