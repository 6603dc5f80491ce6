import { expect, test } from '@jest/globals';
import { matches, matchScore } from './match.ts';
import { TextQuery } from './text-query.ts';

const words = Array.from({ length: 5_000 }, (_, n) => `w${n}`).join(' ');

test.each([
  ['match', (check: () => void) => matches(words, words, check)],
  ['score(… match …)', (check: () => void) => matchScore(words, words, check)],
  ['text::query', (check: () => void) => new TextQuery(words).score(words, check)],
])('%s with a long pattern and a long text can be stopped after each word of the pattern', (_, run) => {
  let count = 0;
  const stopSoon = (): void => {
    count += 1;
    if (count === 3) throw new Error('stopped');
  };
  expect(() => run(stopSoon)).toThrow('stopped');
});
