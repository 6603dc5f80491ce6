import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LakeDocument } from '../document.ts';
import { outlineOf, withId } from './outline.ts';

const part = fc.oneof(
  fc.constantFrom(1, true, null, 'short', { current: 'slug' }),
  fc.string({ minLength: 500, maxLength: 600 }),
  fc.array(fc.record({ _key: fc.string(), text: fc.string({ minLength: 20 }) }), { minLength: 30, maxLength: 40 }),
);
const anyDocument: fc.Arbitrary<LakeDocument> = fc
  .dictionary(fc.stringMatching(/^[a-z]{1,8}$/), part, { maxKeys: 8 })
  .map((content) => ({ ...content, _id: 'drafts.a', _type: 'b', _rev: '1', _createdAt: 'x', _updatedAt: 'y' }));

test('an outline and a copy of it are, to whoever looks, the documents they are of, in the same order', () => {
  fc.assert(
    fc.property(anyDocument, (document) => {
      const [outline, size] = outlineOf(document, () => document);
      expect(JSON.stringify(outline)).toBe(JSON.stringify(document));
      expect(JSON.stringify({ ...outline })).toBe(JSON.stringify(document));
      expect(size).toBeLessThan(8 * 450 + 200);
      const shown = withId(outline, 'a', 'drafts.a');
      expect(JSON.stringify(shown)).toBe(JSON.stringify({ ...document, _id: 'a', _originalId: 'drafts.a' }));
    }),
  );
});

test('what is long is read when it is looked at, and not before', () => {
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
  const [outline] = outlineOf(document, (id) => {
    read.push(id);
    return document;
  });
  const shown = withId(outline, 'a', 'a');
  expect([outline.title, shown.title, Object.keys(shown).includes('body'), read]).toEqual(['Pain', 'Pain', true, []]);
  expect([shown.body, read]).toEqual([document.body, ['a']]);
});
