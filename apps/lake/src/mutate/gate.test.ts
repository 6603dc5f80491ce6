import type { LakeDocument } from '@bodytext/groq/document';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { failureOf, startTestLake, type TestLake } from '../lake.fixture.ts';
import { lakeItself } from '../people/actor.ts';
import type { GateIssue, LakePlugin } from '../plugin.ts';

const noTitle: GateIssue = { path: ['title'], code: 'title.missing', message: 'Write a title.', severity: 'blocks' };
const short: GateIssue = { path: ['text'], code: 'text.short', message: 'Write more.', severity: 'advises' };
const taken: GateIssue = { path: ['slug'], code: 'slug.taken', message: 'Choose another slug.', severity: 'blocks' };

function slugOf({ slug }: LakeDocument): string {
  return typeof slug === 'object' && slug !== null && 'current' in slug ? String(slug.current) : '';
}

/** A plugin with one rule of each kind: nothing is published without a title, nor with a slug that is taken. */
const plugin: LakePlugin = {
  gate({ after }, lookup) {
    const isTaken = lookup.withSlug(slugOf(after)).some((other) => other._id !== after._id);
    return [short, ...(after.title ? [] : [noTitle]), ...(isTaken ? [taken] : [])];
  },
  onCommit: (changes) =>
    changes
      .filter(({ before, after }) => before && after && before.title !== after.title)
      .map(({ before }) => ({
        createOrReplace: { _id: `renamed-${before?._id}`, _type: 'renaming', title: `was ${before?.title}` },
      })),
};

let lake: TestLake;
let client: SanityClient;
beforeAll(async () => {
  lake = await startTestLake({ plugin });
  client = lake.client('editor');
});
afterAll(() => lake.stop());

describe('the gate', () => {
  test('refuses to publish, says why in the error’s message, and leaves the draft untouched', async () => {
    const draft = await client.create({ _id: 'drafts.a', _type: 'note', text: 'x' });
    const publishing = client.action({
      actionType: 'sanity.action.document.publish',
      draftId: 'drafts.a',
      publishedId: 'a',
    });
    expect(await failureOf(publishing)).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('can’t be published yet. Write a title.'),
      details: {
        issues: expect.arrayContaining([expect.objectContaining({ id: 'a', code: 'title.missing', path: ['title'] })]),
      },
    });
    expect(await client.getDocuments(['a', 'drafts.a'])).toEqual([null, draft]);
  });

  test('stands before every way to a published document', async () => {
    const refused = expect.objectContaining({ statusCode: 400, message: expect.stringContaining('Write a title.') });
    expect(await failureOf(client.create({ _id: 'b', _type: 'note' }))).toEqual(refused);
    await client.create({ _id: 'b', _type: 'note', title: 'B' });
    expect(await failureOf(client.patch('b').unset(['title']).commit())).toEqual(refused);
    await client.action({ actionType: 'sanity.action.release.create', releaseId: 'r', metadata: { title: 'R' } });
    await client.create({ _id: 'versions.r.b', _type: 'note' });
    expect(await failureOf(client.action({ actionType: 'sanity.action.release.publish', releaseId: 'r' }))).toEqual(
      refused,
    );
    expect(await client.getDocument('b')).toMatchObject({ title: 'B' });
  });

  test('sees the other documents of its transaction', async () => {
    const slug = { _type: 'slug', current: 'same' };
    const both = client
      .transaction()
      .create({ _id: 'same-1', _type: 'note', title: '1', slug })
      .create({ _id: 'same-2', _type: 'note', title: '2', slug });
    expect(await failureOf(both.commit())).toMatchObject({ message: expect.stringContaining('Choose another slug.') });
  });

  test('lets drafts be as unfinished as they are', async () => {
    expect(await client.create({ _id: 'drafts.unfinished', _type: 'note' })).toBeDefined();
  });

  test('is passed by an administrator’s import, which lists what it would have refused', async () => {
    const { findings } = await lake.lake.main.mutate(lakeItself, [{ create: { _id: 'imported', _type: 'note' } }], {
      bypassGate: true,
    });
    expect(findings).toEqual([expect.objectContaining({ id: 'imported' })]);
  });
});

describe('what a commit adds', () => {
  test('is written in the same transaction', async () => {
    await client.create({ _id: 'named', _type: 'note', title: 'Old' });
    const renamed = await client.patch('named').set({ title: 'New' }).commit();
    expect(await client.getDocument('renamed-named')).toMatchObject({ title: 'was Old', _rev: renamed._rev });
  });

  test('is not written when the transaction is refused', async () => {
    await client.create({ _id: 'kept', _type: 'note', title: 'Old' });
    await failureOf(client.patch('kept').set({ title: '' }).commit());
    expect(await client.getDocument('renamed-kept')).toBeUndefined();
  });
});
