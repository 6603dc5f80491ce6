import type { LakeDocument } from '@bodytext/groq/document';
import { describe, expect, test } from '@jest/globals';
import { Mutation } from '@sanity/mutator';
import fc from 'fast-check';
import { insert, type PatchOperations } from './mutation.ts';
import { applyPatch } from './patch.ts';
import { unlimited } from './workload.ts';

const base = { _id: 'x', _type: 'note', _rev: 'r', _createdAt: '2026-01-01', _updatedAt: '2026-01-01' };
const documentOf = (content: Record<string, unknown>): LakeDocument => ({ ...base, ...content });
const budget = () => ({ steps: 100_000, load: unlimited });

function patched(content: Record<string, unknown>, patch: PatchOperations): Record<string, unknown> {
  const { _id, _type, _rev, _createdAt, _updatedAt, ...rest } = applyPatch(
    documentOf(content),
    patch,
    budget(),
  ).document;
  return rest;
}

function byMutator(document: LakeDocument, patches: PatchOperations[]): unknown {
  const mutations = patches.map((patch) => ({ patch: { id: document._id, ...patch } }));
  return new Mutation({ mutations }).apply(structuredClone(document));
}

describe('paths', () => {
  const list = [
    { _key: 'a', v: 1 },
    { _key: 'b', v: 2 },
    { _key: 'c', v: 3 },
  ];

  test.each([
    ['name', { name: 9 }],
    ['deep.name', { deep: { name: 9 } }],
    ["deep['strange name']", { deep: { 'strange name': 9 } }],
    ['list[1].v', { list: [list[0], { _key: 'b', v: 9 }, list[2]] }],
    ['list[-1].v', { list: [list[0], list[1], { _key: 'c', v: 9 }] }],
    ['list[_key=="b"].v', { list: [list[0], { _key: 'b', v: 9 }, list[2]] }],
    ['list[v > 1].v', { list: [list[0], { _key: 'b', v: 9 }, { _key: 'c', v: 9 }] }],
    ['list[v >= 2][v < 3].v', { list: [list[0], { _key: 'b', v: 9 }, list[2]] }],
    ['list[0,2].v', { list: [{ _key: 'a', v: 9 }, list[1], { _key: 'c', v: 9 }] }],
    ['list[1:3].v', { list: [list[0], { _key: 'b', v: 9 }, { _key: 'c', v: 9 }] }],
    ['list[:1].v', { list: [{ _key: 'a', v: 9 }, list[1], list[2]] }],
    ['list[].v', { list: list.map(({ _key }) => ({ _key, v: 9 })) }],
    ['list[*].v', { list: list.map(({ _key }) => ({ _key, v: 9 })) }],
    ['..v', { list: list.map(({ _key }) => ({ _key, v: 9 })) }],
    ['list..[_key=="b"].v', { list: [list[0], { _key: 'b', v: 9 }, list[2]] }],
    ['[one,two]', { one: 9, two: 9 }],
    ['list[3]', { list: [...list, 9] }],
  ])('set %s', (path, expected) => {
    expect(patched({ list }, { set: { [path]: 9 } })).toEqual({ list, ...expected });
  });

  test('“..” after a name looks only below it, and finds each place once', () => {
    const content = { a: { n: 1, deep: { n: 5 } }, b: { n: 2 } };
    expect(patched(content, { inc: { 'a..n': 10 } })).toEqual({ a: { n: 11, deep: { n: 15 } }, b: { n: 2 } });
  });

  test('what a path does not reach is left alone, and nothing is made a list or an object of another kind', () => {
    expect(patched({ list: [1], text: 'x' }, { set: { 'list.name': 1, 'list[7]': 1, 'missing[0].v': 1 } })).toEqual({
      list: [1],
      text: 'x',
    });
  });

  test.each([
    '',
    '.',
    'a.',
    '[',
    'a[',
    'a[1',
    'a[1.5]',
    'a b',
    'a..',
    'a[==1]',
    'a[b ==]',
    "'a",
    '?',
    'a]',
    'x'.repeat(3_000),
  ])('the path “%s” is refused in a sentence', (path) => {
    expect(() => patched({}, { set: { [path]: 1 } })).toThrow(/could not be applied/);
  });

  test.each(['__proto__.polluted', 'a.__proto__.polluted', 'constructor.prototype.polluted', "['__proto__']"])(
    'the path “%s” reaches no prototype',
    (path) => {
      expect(() => patched({ a: {} }, { set: { [path]: 1 } })).toThrow(/can’t be named/);
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    },
  );

  test('a path that would take too long is refused', () => {
    const wide = Array.from({ length: 2_000 }, (_, n) => ({ a: { a: { n } } }));
    expect(() => applyPatch(documentOf({ wide }), { unset: ['..a..a..n'] }, { steps: 5_000, load: unlimited })).toThrow(
      /too much work/,
    );
    const pieces = Array.from({ length: 5_000 }, (_, n) => `@@ -${n * 10 + 1},3 +${n * 10 + 1},4 @@\n xyz\n+q\n`).join(
      '',
    );
    const text = 'ab'.repeat(100_000);
    expect(() =>
      applyPatch(documentOf({ text }), { diffMatchPatch: { text: pieces } }, { steps: 2_000_000, load: unlimited }),
    ).toThrow(/too much work/);
    expect(patched({ list: [1] }, { unset: ['list[0:99999999999]'] })).toEqual({ list: [] });
  });
});

describe('operators', () => {
  test('setIfMissing fills every missing one and leaves what is there', () => {
    expect(patched({ a: 1 }, { setIfMissing: { '[a,b,c]': 2, 'd.e': 3 } })).toEqual({ a: 1, b: 2, c: 2, d: { e: 3 } });
  });

  test('unset removes fields and items, several from one list too', () => {
    expect(patched({ a: 1, list: [1, 2, 3, 4] }, { unset: ['a', 'list[0,2]', 'nothing'] })).toEqual({ list: [2, 4] });
    expect(patched({ list: [1, 2, 3] }, { unset: ['list[]'] })).toEqual({ list: [] });
  });

  test('inc and dec refuse what is missing or no number', () => {
    expect(patched({ n: 1 }, { inc: { n: 2.5 }, dec: { n: 1 } })).toEqual({ n: 2.5 });
    for (const path of ['m', 'text']) {
      expect(() => patched({ text: 'x' }, { inc: { [path]: 1 } })).toThrow(/nothing can be added/);
    }
    expect(() => patched({ n: Number.MAX_VALUE }, { inc: { n: Number.MAX_VALUE } })).toThrow(/too large/);
  });

  test('diffMatchPatch changes texts, beyond ASCII too; a text that is gone is no error, a wrong patch is', () => {
    const diffMatchPatch = { 'blocks[_key=="k"].text': '@@ -1,6 +1,6 @@\n-Gr\u00fc%C3%9F\n+Gr%C3%BC%C3%9F\n e\n' };
    expect(() =>
      patched({ blocks: [{ _key: 'k', text: 'x' }] }, { diffMatchPatch: { 'blocks[0].text': '@@ no' } }),
    ).toThrow(/could not be applied/);
    expect(patched({ blocks: [] }, { diffMatchPatch })).toEqual({ blocks: [] });
    const added = { text: '@@ -1,3 +1,5 @@\n %F0%9F%8C%B1a\n+bc\n' };
    expect(patched({ text: '🌱a' }, { diffMatchPatch: added })).toEqual({ text: '🌱abc' });
  });

  test.each([
    [{ before: 'l[0]' }, ['x', 1, 2, 3]],
    [{ after: 'l[-1]' }, [1, 2, 3, 'x']],
    [{ after: 'l[0]' }, [1, 'x', 2, 3]],
    [{ before: 'l[-1]' }, [1, 2, 'x', 3]],
    [{ replace: 'l[1]' }, [1, 'x', 3]],
    [{ replace: 'l[0,2]' }, ['x', 2]],
    [{ replace: 'l[1:]' }, [1, 'x']],
    // As the client's splice(…, 2, 0, …) and splice(…, -1, …) send them.
    [{ replace: 'l[2:2]' }, [1, 2, 'x', 3]],
    [{ replace: 'l[-2:]' }, [1, 2, 'x']],
    [{ after: 'l[9]' }, [1, 2, 3, 'x']],
    [{ before: 'nothing[0]' }, [1, 2, 3]],
    [{ after: 'l[@ == 2]' }, [1, 2, 'x', 3]],
  ])('insert %j', (where, expected) => {
    expect(patched({ l: [1, 2, 3] }, { insert: insert.parse({ ...where, items: ['x'] }) })).toEqual({ l: expected });
  });

  test('insert into an empty list, and into every list of a list', () => {
    expect(patched({ l: [] }, { insert: { after: 'l[-1]', items: [1] } })).toEqual({ l: [1] });
    const content = { rows: [{ cells: [1] }, { cells: [2] }] };
    const insert = { after: 'rows[].cells[-1]', items: [9] };
    expect(patched(content, { insert })).toEqual({ rows: [{ cells: [1, 9] }, { cells: [2, 9] }] });
  });

  test('_id and _type can’t be changed', () => {
    expect(() => patched({}, { set: { _type: 'other' } })).toThrow(/_type/);
    expect(() => patched({}, { unset: ['_id'] })).toThrow(/_id/);
  });
});

describe('against @sanity/mutator', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const key = fc.constantFrom('k', 'l', 'm');
  const leaf = fc.oneof(fc.integer(), fc.string({ unit: 'grapheme' }), fc.boolean(), fc.constant(null));
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.dictionary(name, tie('value'), { noNullPrototype: true }),
      fc.uniqueArray(
        fc.record({ _key: key, a: tie('value'), b: tie('value') }, { requiredKeys: ['_key'], noNullPrototype: true }),
        { selector: ({ _key }) => _key, maxLength: 3 },
      ),
      fc.array(leaf, { maxLength: 4 }),
    ),
  }));
  const content = fc.record({ a: value, b: value, c: value }, { requiredKeys: [], noNullPrototype: true });

  /** Where the mutator is right: no `[]`, no slices, no “..” after a name, no unions, no condition after another. */
  const step = fc.oneof(
    name.map((field) => `.${field}`),
    fc.integer({ min: -1, max: 3 }).map((index) => `[${index}]`),
    key.map((item) => `[_key=="${item}"]`),
    name.map((field) => `[${field} == 1]`),
  );
  const names = fc.array(name, { minLength: 1, maxLength: 3 }).map((fields) => fields.join('.'));
  const path = fc
    .tuple(name, fc.array(step, { maxLength: 3 }))
    .map(([first, rest]) => first + rest.join(''))
    .filter((text) => !text.includes(']['));
  const item = fc.tuple(names, fc.integer({ min: -1, max: 2 })).map(([list, index]) => `${list}[${index}]`);
  const operation = fc.oneof(
    fc.record({ set: fc.dictionary(names, value, { maxKeys: 3, noNullPrototype: true }) }),
    fc.record({ setIfMissing: fc.dictionary(names, value, { maxKeys: 3, noNullPrototype: true }) }),
    fc.record({
      unset: fc.array(
        fc.oneof(
          path,
          name.map((field) => `..${field}`),
        ),
        { maxLength: 3 },
      ),
    }),
    fc.record({
      insert: fc
        .tuple(fc.constantFrom('before', 'after', 'replace'), item, fc.array(value, { maxLength: 3 }))
        .map(([location, where, items]) => insert.parse({ [location]: where, items })),
    }),
  );

  test('both come to the same', () => {
    fc.assert(
      fc.property(content, operation, (fields, patch) => {
        const document = documentOf(fields);
        expect(applyPatch(document, patch, budget()).document).toEqual(byMutator(document, [patch]));
      }),
      { numRuns: 1_000 },
    );
  });

  test('whoever replays what the lake tells comes to the same as the lake, whatever the path', () => {
    const anyStep = fc.oneof(
      step,
      fc.constantFrom('[]', '[*]', '[0:2]', '[1:]', '[-2:]', '[2:2]', '[0,2]', '..a', '[a,b]'),
    );
    const anyPath = fc
      .tuple(name, fc.array(anyStep, { maxLength: 3 }))
      .map(([first, rest]) => first + rest.join(''))
      .filter((text) => !/\.\.a.*\.\./.test(text));
    const anyOperation = fc.oneof(
      fc.record({ set: fc.dictionary(anyPath, leaf, { maxKeys: 2, noNullPrototype: true }) }),
      fc.record({ setIfMissing: fc.dictionary(anyPath, leaf, { maxKeys: 2, noNullPrototype: true }) }),
      fc.record({ unset: fc.array(anyPath, { maxLength: 2 }) }),
      fc.record({ insert: anyPath.map((after) => ({ after, items: [1, 2] })) }),
      fc.record({ insert: anyPath.map((replace) => ({ replace, items: [1] })) }),
    );
    fc.assert(
      fc.property(content, anyOperation, (fields, patch) => {
        const document = documentOf(fields);
        const { document: after, replay } = applyPatch(document, patch, budget());
        expect(byMutator(document, replay)).toEqual(after);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a path has at most as many steps as content is deep, so that one patch can’t make the work of the next', () => {
    const deep = `${'a.'.repeat(900)}a`;
    const patch = { setIfMissing: { [deep]: 1 }, set: { [`..[${'a,'.repeat(900)}a]`]: true } };
    expect(() => applyPatch(documentOf({}), patch, budget())).toThrow(/at most 100 steps/);
  });

  test('a document that is patched is left as it was, for whoever still holds it', () => {
    fc.assert(
      fc.property(content, operation, (fields, patch) => {
        const document = documentOf(fields);
        const copy = structuredClone(document);
        applyPatch(document, patch, budget());
        expect(document).toEqual(copy);
      }),
    );
  });

  test('patches that share their copies come to the same as each with its own, and change nothing that they were given', () => {
    fc.assert(
      fc.property(content, fc.array(operation, { maxLength: 5 }), (fields, patches) => {
        const document = documentOf(fields);
        const given = structuredClone({ document, patches });
        const copies = new WeakSet();
        const apart = patches.reduce((last, patch) => applyPatch(last, patch, budget()).document, document);
        const replays: PatchOperations[] = [];
        const together = patches.reduce((last, patch) => {
          const { document: next, replay } = applyPatch(last, patch, budget(), copies);
          replays.push(...replay);
          return next;
        }, document);
        expect(together).toEqual(apart);
        expect({ document, patches }).toEqual(given);
        expect(byMutator(document, replays)).toEqual(apart);
      }),
      { numRuns: 500 },
    );
  });
});
