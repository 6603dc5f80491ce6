import { evaluate } from '@bodytext/groq/parse/groq';
import { describe, expect, test } from '@jest/globals';
import { parseDelta } from './hook.ts';

const before = {
  title: 'One',
  lead: 'Same',
  body: [
    { _key: 'a', text: 'A' },
    { _key: 'b', text: 'B' },
  ],
  seo: { title: 'S', description: 'D' },
};
const changedBy = (groq: string, after: unknown, old: unknown = before) =>
  evaluate(parseDelta(groq), { before: old, after, root: after ?? old });

describe('delta::changedAny', () => {
  test.each([
    ['title', { ...before, title: 'Two' }, true],
    ['lead', { ...before, title: 'Two' }, false],
    ['(lead, title)', { ...before, title: 'Two' }, true],
    ['seo.title', { ...before, seo: { title: 'S', description: 'New' } }, false],
    ['body[].text', { ...before, body: [before.body[0], { _key: 'b', text: 'New' }] }, true],
    ['body[_key == "a"].text', { ...before, body: [before.body[0], { _key: 'b', text: 'New' }] }, false],
    ['body[1].text', { ...before, body: [before.body[0], { _key: 'b', text: 'New' }] }, true],
    ['body[].text', { ...before, body: [...before.body, { _key: 'c', text: 'C' }] }, true],
    ['missing', { ...before, title: 'Two' }, false],
  ])('%s', (selector, after, expected) => {
    expect(changedBy(`delta::changedAny(${selector})`, after)).toBe(expected);
  });

  test('a new document has changed wherever it has something', () => {
    expect(changedBy('delta::changedAny(title)', before, null)).toBe(true);
  });
});

describe('delta::changedOnly', () => {
  test.each([
    ['title', { ...before, title: 'Two' }, true],
    ['lead', { ...before, title: 'Two' }, false],
    ['(lead, title)', { ...before, title: 'Two' }, true],
    ['seo', { ...before, seo: { title: 'S' } }, true],
    ['seo.title', { ...before, seo: { title: 'S' } }, false],
    ['title', before, true],
  ])('%s', (selector, after, expected) => {
    expect(changedBy(`delta::changedOnly(${selector})`, after)).toBe(expected);
  });
});

test('diff:: compares what it is given', () => {
  expect(changedBy('diff::changedAny(before().seo, after().seo, title)', { ...before, seo: { title: 'New' } })).toBe(
    true,
  );
  expect(changedBy('diff::changedAny(before().seo, after().seo, title)', { ...before, title: 'New' })).toBe(false);
});

test('the operation has two names', () => {
  expect(changedBy('sanity::operation()', before, null)).toBe('create');
  expect(changedBy('delta::operation()', null)).toBe('delete');
});

test('what is no selector is refused when it is set up', () => {
  expect(() => parseDelta('delta::changedAny(1 + 1)')).toThrow();
});
