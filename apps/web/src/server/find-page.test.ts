/** @jest-environment node */
import { inMemoryLake } from '@bodytext/content/in-memory-lake.fixture';
import { anArticle, aTopic } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { findPage } from './find-page.ts';

test.each([
  ['English', '/a-to-z/s', 'Sciatica'],
  ['Arabic', '/a-to-z/ص', 'صداع'],
  ['Hebrew', '/a-to-z/כ', 'כאב ראש'],
  ['Japanese', '/a-to-z/頭', '頭痛'],
  ['digits', '/a-to-z/0-9', '5th disease'],
])('a letter has a page: %s', async (_, path, title) => {
  const { context } = inMemoryLake([aTopic(), anArticle({ title })]);
  expect((await findPage(path)(context))?.data).toMatchObject({ kind: 'aToZ', groups: [{ articles: [{ title }] }] });
});

test('a letter’s page is only at its lower case', async () => {
  const { context } = inMemoryLake([aTopic(), anArticle({ title: 'Sciatica' })]);
  expect(await findPage('/a-to-z/S')(context)).toBeUndefined();
});
