import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Mutation } from '../mutate/mutation.ts';
import { diffMendoza } from './mendoza-diff.ts';
import { mutationsToStore, storedMutations } from './stored-mutations.ts';

const document = { _id: 'a', _type: 'note', title: 'Back pain' };
const other = { ...document, title: 'Neck pain' };

function storedOf(mutations: Mutation[], after: unknown): string {
  return mutationsToStore(mutations, JSON.stringify(diffMendoza(null, after)));
}

const asSent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('a document that is created is stored once, whichever mutation created it', () => {
  expect(storedOf([{ create: document }], document)).toBe('"create"');
  expect(storedOf([{ createOrReplace: document }], document)).toBe('"createOrReplace"');
});

test('mutations that `apply` does not contain are stored in full', () => {
  const whole = [{ create: document }];
  expect(JSON.parse(storedOf(whole, other))).toEqual(whole);
  const several: Mutation[] = [{ create: document }, { patch: { id: 'a', set: { title: 'Neck pain' } } }];
  expect(JSON.parse(storedOf(several, other))).toEqual(several);
  expect(JSON.parse(storedOf([{ delete: { id: 'a' } }], null))).toEqual([{ delete: { id: 'a' } }]);
});

test('parsing stored mutations gives the original ones', () => {
  const content = fc.dictionary(fc.string(), fc.jsonValue()).map((fields) => ({ ...fields, ...document }));
  const one = fc.oneof(
    content.map((create): Mutation => ({ create })),
    content.map((createOrReplace): Mutation => ({ createOrReplace })),
    fc.string().map((title): Mutation => ({ patch: { id: 'a', set: { title } } })),
  );
  fc.assert(
    fc.property(fc.array(one, { maxLength: 2 }), content, (mutations, otherContent) => {
      const [first = {}] = mutations;
      const after = 'create' in first ? first.create : otherContent;
      const apply = diffMendoza(null, after);
      const stored = JSON.parse(mutationsToStore(mutations, JSON.stringify(apply)));
      expect(asSent(storedMutations(stored, () => apply))).toEqual(asSent(mutations));
    }),
  );
});
