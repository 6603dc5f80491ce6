/** @jest-environment node */
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, test } from '@jest/globals';
import { PageStore } from './page-store.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'page-store-'));
});

test('pages outlast the program', async () => {
  await new PageStore(folder, 'one').set('/a', { html: 'a' });
  expect(await new PageStore(folder, 'one').get('/a')).toEqual({ html: 'a' });
});

test('pages of another build or address are not given back, and are removed', async () => {
  await new PageStore(folder, 'one').set('/a', { html: 'a' });
  const next = new PageStore(folder, 'two');
  expect(await next.get('/a')).toBeUndefined();
  await next.set('/b', {});
  for (let time = 0; time < 50 && readdirSync(folder).includes('one'); time += 1) await setTimeout(10);
  expect(readdirSync(folder)).toEqual(['two']);
});

test('a page taken away is gone from memory and disk', async () => {
  const store = new PageStore(folder, 'one');
  await store.set('/a', { html: 'a' });
  await store.delete('/a');
  expect(await store.get('/a')).toBeUndefined();
  expect(await new PageStore(folder, 'one').get('/a')).toBeUndefined();
});

test('a file that was damaged counts as absent', async () => {
  await new PageStore(folder, 'one').set('/a', { html: 'a' });
  const [name = ''] = readdirSync(join(folder, 'one'));
  writeFileSync(join(folder, 'one', name), '{"key":"/a","pa');
  expect(await new PageStore(folder, 'one').get('/a')).toBeUndefined();
});
