import { expect, jest, test } from '@jest/globals';
import { callNode } from './call.ts';
import { evaluate, parse } from './groq.ts';

test('a call gets its arguments as plain values, in the scope it stands in', () => {
  const [title, sum] = ['title', '$n + 1'].map((text) => parse(text, { params: {}, mode: 'normal' }));
  if (!title || !sum) throw new Error('No trees.');
  const call = callNode((...args) => ({ args }), [title, sum, callNode(() => undefined, [])]);
  expect(evaluate(call, { root: { title: 'Neck' }, params: { n: 1 } })).toEqual({ args: ['Neck', 2, null] });
});

test('functions of GROQ are still looked up by name', () => {
  const tree = parse('lower("A") + string(1)', { params: {}, mode: 'normal' });
  expect(evaluate(tree, {})).toBe('a1');
});

test('without the patch of groq-js, loading fails with a sentence that says what to do', async () => {
  jest.resetModules();
  jest.unstable_mockModule('groq-js', () => ({
    DateTime: class {},
    GroqSyntaxError: class extends Error {},
    Path: class {},
    parse: () => undefined,
    evaluateSync() {
      throw new Error('Unknown function: bodytext::compute');
    },
  }));
  await expect(import('./call.ts')).rejects.toThrow('run npm install with install scripts allowed');
});
