import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matches } from './functions/match.ts';
import { PathPattern } from './functions/path-pattern.ts';
import { evaluate, parse } from './parse/groq.ts';
import { raw } from './perspective.ts';
import { anyDataset, anyQuery, anyReader, openPairs } from './query-pairs.fixture.ts';
import { wordsOf } from './store/words-in.ts';

const pairs = openPairs();
/** A deadline check that never throws. */
const neverStop = (): void => {};
afterAll(() => pairs.close());

describe('the planner', () => {
  test('gives the results that groq-js gives over all documents that the reader may see', () => {
    const queries = fc.array(fc.tuple(anyQuery, anyReader), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(anyDataset, queries, (documents, queriesAndReaders) => {
        const all = pairs.fill(documents);
        for (const [query, reader] of queriesAndReaders) {
          const { expected, ...results } = pairs.compare(query, reader, all);
          const [answered, evaluated, loopsChecked, onReader] = [expected, expected, expected, expected];
          expect({ query, ...results }).toEqual({ query, answered, evaluated, loopsChecked, onReader });
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the index of words', () => {
  const unit = fc.constantFrom(
    ..."abEΣσςİIKéß😀\ud800'_=~`.-:*\u0001\u00a0\u2028 \t0".split(''),
    '😀',
    '..',
    'x'.repeat(1_030),
  );
  const text = fc.string({ unit, maxLength: 12 });

  test('finds every text by every word in it', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (texts) => {
        const all = pairs.fill([{ _id: 'a', _type: 'article', body: texts }]);
        for (const word of texts.flatMap(wordsOf)) {
          for (const pattern of [word, `${word.slice(0, 2)}*`]) {
            const query = `*[body[] match ${JSON.stringify(pattern)}]._id`;
            const { evaluated } = pairs.compare(query, { perspective: raw, access: { kind: 'everything' } }, all);
            const expected = matches(texts, pattern, neverStop) ? ['a'] : [];
            expect({ texts, pattern, found: evaluated }).toEqual({ texts, pattern, found: JSON.stringify(expected) });
          }
        }
      }),
      { numRuns: 300, examples: [[['İΣa', '']], [['ΟΔΟΣ οδος οδοσ']]] },
    );
  });
});

describe('match', () => {
  const text = fc.oneof(
    fc.constantFrom('Lower back pain', 'a.b c', 'back-pain, neck', 'é 😀 ß İNCE', 'i̇nce', 'ΟΔΟΣ', 'οδος', 'οδοσ'),
    fc.string({ maxLength: 12 }),
  );
  const pattern = fc.oneof(
    fc.constantFrom(
      'back*',
      '*ack',
      'l*w*r',
      'İNCE',
      'İ*',
      'i.nce',
      'ΟΔΟΣ',
      'οδος',
      'ΟΔΟΣ*',
      'pain back',
      '*',
      '',
      'a.b',
    ),
    fc.string({ maxLength: 6 }),
  );

  test('gives the same as groq-js', () => {
    fc.assert(
      fc.property(text, pattern, (left, right) => {
        const expected = evaluate(parse('$left match $right', { params: {}, mode: 'normal' }), {
          params: { left, right },
        });
        expect(matches(left, right, neverStop)).toBe(expected);
      }),
      { numRuns: 3_000 },
    );
  });
});

test('path patterns: one part for *, one or more for **', () => {
  const passing = (pattern: string) =>
    ['a', 'drafts.a', 'drafts.a.b', 'x.drafts.a'].filter((name) => new PathPattern(pattern).matches(name));
  expect(passing('drafts.**')).toEqual(['drafts.a', 'drafts.a.b']);
  expect(passing('drafts.*')).toEqual(['drafts.a']);
  expect(passing('*')).toEqual(['a']);
  expect(passing('**')).toEqual(['a', 'drafts.a', 'drafts.a.b', 'x.drafts.a']);
  expect(passing('**.a')).toEqual(['drafts.a', 'x.drafts.a']);
});
