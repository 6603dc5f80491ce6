import { mkdtemp, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { lastGoodInFolder } from './last-good.node.ts';

const aFolder = () => mkdtemp(join(tmpdir(), 'last-good-'));

test('an answer survives a restart', async () => {
  const folder = await aFolder();
  await lastGoodInFolder(folder).set('query', { title: 'Sciatica' });
  expect(await lastGoodInFolder(folder).get('query')).toEqual({ title: 'Sciatica' });
  expect(await lastGoodInFolder(folder).get('another query')).toBeUndefined();
});

test('a corrupt file is a cache miss', async () => {
  const folder = await aFolder();
  await lastGoodInFolder(folder).set('query', { title: 'Sciatica' });
  const [file = ''] = await readdir(folder);
  await writeFile(join(folder, file), '{"key":"question","ans');
  expect(await lastGoodInFolder(folder).get('query')).toBeUndefined();
});

test('an unchanged answer is written once, and its file is restricted to the owner', async () => {
  const folder = await aFolder();
  const lastGood = lastGoodInFolder(folder);
  await lastGood.set('query', { title: 'Sciatica' });
  const [file = ''] = await readdir(folder);
  const first = await stat(join(folder, file));
  await lastGood.set('query', { title: 'Sciatica' });
  const second = await stat(join(folder, file));
  expect(second.ino).toBe(first.ino);
  expect(second.mode & 0o777).toBe(0o600);
});
