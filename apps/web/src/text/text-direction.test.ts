import { expect, test } from '@jest/globals';
import { textDirection } from './text-direction.ts';

test.each([
  ['en', 'ltr'],
  ['en-GB', 'ltr'],
  ['ar', 'rtl'],
  ['he-IL', 'rtl'],
  ['az-Arab', 'rtl'],
  ['ur-Latn', 'ltr'],
])('%s is written %s', (language, direction) => {
  expect(textDirection(language)).toBe(direction);
});
