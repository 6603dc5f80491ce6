import { expect, test } from '@jest/globals';
import { gradeOf, sentencesOf, syllablesIn } from './readability.ts';

test.each([
  ['cat', 1],
  ['table', 2],
  ['moved', 1],
  ['needed', 2],
  ['muscle', 2],
  ['migraine', 2],
  ['medicine', 3],
  ['emergency', 4],
  ['serious', 3],
  ['tension', 2],
  ['physiotherapist', 6],
])('“%s” has %i syllables', (word, syllables) => {
  expect(syllablesIn(word)).toBe(syllables);
});

test('a sentence may end inside a quotation', () => {
  expect(sentencesOf('“It hurt. I stopped.” Then she sat down! Why?')).toEqual([
    '“It hurt.',
    'I stopped.”',
    'Then she sat down!',
    'Why?',
  ]);
});

test('a plain text has a lower grade than an academic one', () => {
  const plain = 'The cat sat on the mat. It was warm. The cat was glad.';
  const academic =
    'Contemporary multidisciplinary rehabilitation necessitates individualised biopsychosocial formulation prior to interdisciplinary intervention.';
  expect(gradeOf(plain)).toBeLessThan(2);
  expect(gradeOf(academic)).toBeGreaterThan(18);
});
