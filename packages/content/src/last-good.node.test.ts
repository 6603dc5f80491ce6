import { mkdtemp, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { lastGoodInFolder } from './last-good.node.ts';

const aFolder = () => mkdtemp(join(tmpdir(), 'last-good-'));

test('an answer survives a restart', async () => {
  const folder = await aFolder();
  await lastGoodInFolder(folder).set('question', { title: 'Sciatica' });
  expect(await lastGoodInFolder(folder).get('question')).toEqual({ title: 'Sciatica' });
  expect(await lastGoodInFolder(folder).get('another question')).toBeUndefined();
});

test('a damaged file counts as no answer', async () => {
  const folder = await aFolder();
  await lastGoodInFolder(folder).set('question', { title: 'Sciatica' });
  const [file = ''] = await readdir(folder);
  await writeFile(join(folder, file), '{"key":"question","ans');
  expect(await lastGoodInFolder(folder).get('question')).toBeUndefined();
});

test('the same answer is written once, and readable by its owner alone', async () => {
  const folder = await aFolder();
  const lastGood = lastGoodInFolder(folder);
  await lastGood.set('question', { title: 'Sciatica' });
  const [file = ''] = await readdir(folder);
  const first = await stat(join(folder, file));
  await lastGood.set('question', { title: 'Sciatica' });
  const second = await stat(join(folder, file));
  expect(second.ino).toBe(first.ino);
  expect(second.mode & 0o777).toBe(0o600);
});
