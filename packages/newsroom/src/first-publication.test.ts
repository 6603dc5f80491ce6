import { anArticle, aTopic } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { firstPublication } from './first-publication.ts';

const january = '2026-01-10T08:00:00.000Z';
const june = '2026-06-10T08:00:00.000Z';
const { _id: id } = anArticle();
const after = anArticle({ _createdAt: january, _updatedAt: june });

test('a draft of January that is published in June is noted as of June', () => {
  expect(firstPublication({ before: undefined, after, wasDrafted: true })).toEqual({ id, at: june });
});

test('what is written in public or imported was published when it was created', () => {
  expect(firstPublication({ before: undefined, after, wasDrafted: false })).toBeUndefined();
  const noted = { ...after, firstPublishedAt: january };
  expect(firstPublication({ before: noted, after, wasDrafted: false })).toBeUndefined();
});

test('what was noted stays when it is published again, from whatever draft', () => {
  const marked = { ...after, firstPublishedAt: january };
  expect(firstPublication({ before: marked, after: marked, wasDrafted: true })).toBeUndefined();
  expect(firstPublication({ before: undefined, after: marked, wasDrafted: true })).toBeUndefined();
  expect(firstPublication({ before: marked, after, wasDrafted: true })).toEqual({ id, at: january });
});

test('nothing is noted of what was public before anything was noted, of other types, and of what is gone', () => {
  expect(firstPublication({ before: after, after, wasDrafted: true })).toBeUndefined();
  expect(
    firstPublication({ before: undefined, after: aTopic({ _updatedAt: june }), wasDrafted: true }),
  ).toBeUndefined();
  expect(firstPublication({ before: after, after: undefined, wasDrafted: true })).toBeUndefined();
});
