import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LakeDocument } from '../document.ts';
import { lazyDocument, withId } from './lazy-document.ts';

const part = fc.oneof(
  fc.constantFrom(1, true, null, 'short', { current: 'slug' }),
  fc.string({ minLength: 500, maxLength: 600 }),
  fc.array(fc.record({ _key: fc.string(), text: fc.string({ minLength: 20 }) }), { minLength: 30, maxLength: 40 }),
);
const anyDocument: fc.Arbitrary<LakeDocument> = fc
  .dictionary(fc.stringMatching(/^[a-z]{1,8}$/), part, { maxKeys: 8 })
  .map((content) => ({ ...content, _id: 'drafts.a', _type: 'b', _rev: '1', _createdAt: 'x', _updatedAt: 'y' }));

test('a lazy document and its copies have the same JSON as the whole document', () => {
  fc.assert(
    fc.property(anyDocument, (document) => {
      const [lazy, size] = lazyDocument(document, () => document);
      expect(JSON.stringify(lazy)).toBe(JSON.stringify(document));
      expect(JSON.stringify({ ...lazy })).toBe(JSON.stringify(document));
      expect(size).toBeLessThan(8 * 450 + 200);
      const shown = withId(lazy, 'a', 'drafts.a');
      expect(JSON.stringify(shown)).toBe(JSON.stringify({ ...document, _id: 'a', _originalId: 'drafts.a' }));
    }),
  );
});

test('a long field is read on access, not before', () => {
  const document = {
    _id: 'a',
    _type: 'b',
    _rev: '1',
    _createdAt: 'x',
    _updatedAt: 'y',
    title: 'Pain',
    body: 'x'.repeat(900),
  };
  const read: string[] = [];
  const [lazy] = lazyDocument(document, (id) => {
    read.push(id);
    return document;
  });
  const shown = withId(lazy, 'a', 'a');
  expect([lazy.title, shown.title, Object.keys(shown).includes('body'), read]).toEqual(['Pain', 'Pain', true, []]);
  expect([shown.body, read]).toEqual([document.body, ['a']]);
});
