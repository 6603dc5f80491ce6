/** @jest-environment node */
import { anArticle, aParagraph } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { minutesToRead } from './reading-time.ts';

const articleOf = (text: string) => anArticle({ lead: [aParagraph(text)] });

test('reading time is a minute per two hundred words, and at least a minute', () => {
  expect(minutesToRead(articleOf('Short.'), 'en')).toBe(1);
  expect(minutesToRead(articleOf('word '.repeat(1_000)), 'en')).toBe(5);
});

test.each([
  ['Japanese', 'ja', '私は昨日病院に行きました。'],
  ['Chinese', 'zh-Hans', '我昨天去医院看医生。'],
  ['Thai', 'th-TH', 'เมื่อวานฉันไปโรงพยาบาล'],
])('words are counted in %s, which has no spaces between them', (_, language, sentence) => {
  expect(minutesToRead(articleOf(sentence.repeat(400)), language)).toBeGreaterThan(5);
});
