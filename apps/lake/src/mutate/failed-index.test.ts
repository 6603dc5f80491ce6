import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { failureOf, startTestLake, type TestLake } from '../lake.fixture.ts';
import type { GateIssue, LakePlugin } from '../plugin.ts';

const untitled: GateIssue = { path: ['title'], code: 'title.missing', message: 'Write a title.', severity: 'blocks' };
const plugin: LakePlugin = {
  gate: ({ after }) => (after.title === '' ? [untitled] : []),
  roles: {
    marketer: {
      grants: [
        { filter: '_id in path("**")', permissions: ['read'] },
        { filter: '_type == "note" && !(locked == true)', permissions: ['create', 'update'] },
      ],
    },
  },
};

let lake: TestLake;
beforeAll(async () => {
  lake = await startTestLake({ plugin });
  await send('editor', [
    note('there'),
    note('target'),
    note('referrer', { to: to('target') }),
    note('offer', { _type: 'offer' }),
  ]);
});
afterAll(() => lake.stop());

const to = (_ref: string) => ({ _type: 'reference', _ref });
const note = (_id: string, more = {}) => ({ create: { _id, _type: 'note', ...more } });
const patch = (id: string, set: object) => ({ patch: { id, set } });

function send(role: string, mutations: object[]): Promise<unknown> {
  return lake.client(role).request({ method: 'POST', url: '/data/mutate/production', body: { mutations } });
}

const failed = z.object({ items: z.array(z.object({ error: z.object({ type: z.string() }), index: z.number() })) });

/** What was refused, and of which mutation the answer says so. */
async function blamed(mutations: object[], role = 'editor') {
  const { details } = await failureOf(send(role, mutations));
  return failed.parse(details).items.map(({ error, index }) => `${error.type} ${index}`);
}

describe('a failure names the mutation that failed, among others that are fine', () => {
  const deep = JSON.parse(`${'['.repeat(150)}1${']'.repeat(150)}`);
  test.each<[string, object[], string]>([
    ['an id that is taken', [note('there')], 'documentAlreadyExistsError'],
    ['a missing document', [patch('nobody', { n: 1 })], 'documentNotFoundError'],
    ['a patch that can’t be applied', [{ patch: { id: 'there', inc: { n: 1 } } }], 'patchError'],
    [
      'a revision one has not seen',
      [{ patch: { id: 'there', ifRevisionID: 'x', set: {} } }],
      'documentRevisionIDDoesNotMatchError',
    ],
    ['a target that is gone', [note('lost', { to: to('nowhere') })], 'documentReferenceDoesNotExistError'],
    ['a target that is needed', [{ delete: { id: 'target' } }], 'documentHasExistingReferencesError'],
    [
      'another type for a target',
      [{ createOrReplace: { _id: 'target', _type: 'other' } }],
      'documentHasExistingReferencesError',
    ],
    ['what the gate refuses', [note('untitled', { title: '' })], 'publishRefusedError'],
    ['content that is too deep', [note('deep', { deep })], 'validationError'],
    ['a name that no field can have', [note('named', { field: { toJSON: 1 } })], 'validationError'],
    ['a query that is wrong', [{ delete: { query: '*[' } }], 'queryParseError'],
    ['a release', [patch('_.releases.none', { n: 1 })], 'documentNotFoundError'],
  ])('%s', async (_, wrong, type) => {
    const all = [note('before'), ...wrong, note('after-1'), note('after-2')];
    expect(await blamed(all)).toEqual([`${type} 1`]);
  });

  test('what somebody may not create, or change, or make of something', async () => {
    const type = 'insufficientPermissionsError';
    const fine = note('fine');
    const offer = { create: { _id: 'new-offer', _type: 'offer' } };
    expect(await blamed([fine, offer, patch('there', { n: 1 })], 'marketer')).toEqual([`${type} 1`]);
    expect(await blamed([fine, patch('offer', { n: 1 }), patch('there', { n: 1 })], 'marketer')).toEqual([`${type} 1`]);
    const locking = [patch('there', { n: 1 }), patch('there', { locked: true }), fine];
    expect(await blamed(locking, 'marketer')).toEqual([`${type} 1`]);
  });
});

describe('of several mutations of one document', () => {
  test('that which wrote the reference is named, not the last', async () => {
    const lost = [note('lost'), patch('lost', { to: to('nowhere') }), patch('lost', { n: 1 })];
    expect(await blamed([...lost, note('after')])).toEqual(['documentReferenceDoesNotExistError 1']);
  });

  test('that after which two of them can’t be true is named, whichever it is', async () => {
    const [gone, written] = [{ delete: { id: 'there' } }, note('lost', { to: to('there') })];
    const around = (pair: object[]) => blamed([note('before'), ...pair, note('after')]);
    expect(await around([gone, written])).toEqual(['documentHasExistingReferencesError 2']);
    expect(await around([written, gone])).toEqual(['documentReferenceDoesNotExistError 2']);
  });

  test('that whose content is wrong is named, though a query was the first to store it', async () => {
    const deep = JSON.parse(`${'['.repeat(150)}1${']'.repeat(150)}`);
    expect(await blamed([note('deep', { deep }), note('fine'), { delete: { query: '*[false]' } }])).toEqual([
      'validationError 0',
    ]);
  });
});

test('a failure names the action that failed', async () => {
  const publish = (id: string) => ({
    actionType: 'sanity.action.document.publish',
    draftId: `drafts.${id}`,
    publishedId: id,
  });
  await send('editor', [note('drafts.a'), note('drafts.b', { title: '' }), note('drafts.c')]);
  const actions = ['a', 'b', 'c'].map(publish);
  const sending = lake.client('editor').request({ method: 'POST', url: '/data/actions/production', body: { actions } });
  expect((await failureOf(sending)).details).toMatchObject({ items: [{ error: { id: 'b' }, index: 1 }] });
});
