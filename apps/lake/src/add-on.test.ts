import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newsroomPlugin } from '@bodytext/newsroom/lake-plugin';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { failureOf, startTestLake, type TestLake } from './lake.fixture.ts';

const name = 'production-comments';

let lake: TestLake;
beforeAll(async () => {
  lake = await startTestLake({ plugin: { roles: newsroomPlugin.roles } });
});
afterAll(() => lake.stop());

type Person = { id: string; client: SanityClient };

let count = 0;
/** Somebody who has signed in, and works on the dataset of comments. */
function person(role: string, dataset = name): Person {
  const { people } = lake.lake;
  const { id } = people.add({ name: `Person ${++count}`, email: `person${count}@example.org`, role });
  const token = people.redeemSid(people.redeemLinkCode(people.newLinkCode(id)) ?? '');
  return { id, client: lake.anonymous().withConfig({ token, dataset }) };
}

const setUp = (client: SanityClient, dataset = 'production') =>
  client.request({ url: `/comments/${dataset}/setup`, method: 'POST' });
const commentsDatasets = (client: SanityClient) =>
  client.request({ url: '/projects/bodytext/datasets?datasetProfile=comments&addonFor=production' });

const message = [{ _type: 'block', _key: 'a', children: [{ _type: 'span', _key: 'b', text: 'Is this so?' }] }];
const about = { document: { _type: 'crossDatasetReference', _ref: 'article', _dataset: 'production', _weak: true } };
const comment = (author: Person, fields: Record<string, unknown> = {}) => ({
  _type: 'comment',
  authorId: author.id,
  message,
  threadId: 'thread',
  status: 'open',
  reactions: [],
  target: { ...about, documentType: 'article', path: { field: 'title' } },
  ...fields,
});
const refused = (work: Promise<unknown>) => expect(failureOf(work)).resolves.toMatchObject({ statusCode: 403 });

describe('setting up', () => {
  test('there is no such dataset until somebody who may write asks for it, and then one', async () => {
    const editor = person('editor');
    expect(await commentsDatasets(editor.client)).toEqual([]);
    await refused(setUp(person('viewer').client));
    await refused(setUp(lake.client('viewer')));
    expect(await failureOf(setUp(lake.anonymous()))).toMatchObject({ statusCode: 401 });
    expect(await failureOf(editor.client.fetch('*'))).toMatchObject({ statusCode: 404 });
    expect(existsSync(join(lake.dataDir, 'datasets'))).toBe(false);

    expect(await setUp(person('marketer').client)).toEqual({ datasetName: name });
    expect(await setUp(editor.client)).toEqual({ datasetName: name });
    expect(await commentsDatasets(person('viewer').client)).toMatchObject([
      { name, datasetProfile: 'comments', addonFor: 'production' },
    ]);
    expect(readdirSync(join(lake.dataDir, 'datasets'))).toEqual([name]);
  });

  test('only the dataset that there is gets one, whatever name is asked for', async () => {
    const editor = person('editor');
    for (const dataset of ['other', name, '..', '..%2f..%2ftmp', '%00', 'a%2Fb']) {
      expect([400, 404]).toContain((await failureOf(setUp(editor.client, dataset))).statusCode);
    }
    expect(readdirSync(join(lake.dataDir, 'datasets'))).toEqual([name]);
  });

  test.each(['', '.', '..', '../other', 'a/b', 'a\\b', '/tmp/x', 'A', 'a\0b', '-a', 'a'.repeat(65)])(
    'a dataset can’t be called %j, since its name is a folder’s',
    (wrong) => {
      expect(() => lake.lake.addOn(wrong)).toThrow('can’t be the name of a dataset');
    },
  );

  test('it is there again after a restart, beside whatever else is in the folder', async () => {
    const editor = person('editor');
    const { _id } = await editor.client.create(comment(editor));
    mkdirSync(join(lake.dataDir, 'datasets', '.Trash'));
    writeFileSync(join(lake.dataDir, 'datasets', 'notes.txt'), '');
    lake = await lake.restart();
    expect(await lake.client('viewer', { dataset: name }).getDocument(_id)).toMatchObject({ message });
    expect(lake.lake.datasets().map(({ project }) => project.dataset)).toEqual(['production', name]);
  });
});

describe('rights', () => {
  test('comments are apart from the content', async () => {
    const editor = person('editor');
    const { _id } = await editor.client.create(comment(editor));
    expect(await lake.client().getDocument(_id)).toBeUndefined();
    expect(await lake.client().fetch('count(*[_type == "comment"])')).toBe(0);
  });

  test('a viewer reads comments and writes none', async () => {
    const editor = person('editor');
    const viewer = person('viewer');
    const { _id } = await editor.client.create(comment(editor));
    expect(await viewer.client.getDocument(_id)).toMatchObject({ message });
    await refused(viewer.client.create(comment(viewer)));
    await refused(viewer.client.patch(_id).set({ status: 'resolved' }).commit());
    await refused(viewer.client.delete(_id));
  });

  test('who is not signed in sees nothing, even of a public lake', async () => {
    const open = await startTestLake({ isPublic: true });
    open.lake.addOn(name);
    const secret = { _id: 'said', _type: 'comment', text: 'hush' };
    await open.client('administrator', { dataset: name }).create(secret);
    const anonymous = open.anonymous().withConfig({ dataset: name });
    expect(await failureOf(anonymous.fetch('*'))).toMatchObject({ statusCode: 401 });
    expect(await failureOf(anonymous.getDocument('said'))).toMatchObject({ statusCode: 401 });
    for (const path of [`data/listen/${name}?query=*`, `data/history/${name}/transactions/said`]) {
      const answer = await fetch(`${open.url}/v2025-02-19/${path}`);
      expect([path, await answer.text()]).toEqual([path, expect.not.stringContaining('hush')]);
    }
    expect(await failureOf(anonymous.create(secret))).toMatchObject({ statusCode: 401 });
    await open.stop();
  });

  test('nobody writes in another’s name', async () => {
    const [ada, bo] = [person('editor'), person('editor')];
    await refused(ada.client.create(comment(bo)));
    await refused(ada.client.create({ _type: 'tasks.task', title: 'Check', authorId: bo.id }));
    const { _id } = await bo.client.create(comment(bo));
    await refused(bo.client.patch(_id).set({ authorId: ada.id }).commit());
    const task = await ada.client.create({ _type: 'tasks.task', title: 'Check', authorId: ada.id });
    await refused(bo.client.patch(task._id).set({ authorId: bo.id }).commit());
    await refused(bo.client.createOrReplace({ ...comment(ada), _id: 'by-ada' }));
  });

  test('people edit and delete their own comments', async () => {
    const bo = person('reviewer');
    const { _id } = await bo.client.create(comment(bo));
    await bo.client.patch(_id).set({ message: [], lastEditedAt: '2026-01-01T00:00:00Z' }).commit();
    await bo.client.delete(_id);
    expect(await bo.client.getDocument(_id)).toBeUndefined();
  });

  test('nobody but an editor or administrator edits or deletes another’s comment', async () => {
    const [ada, bo] = [person('marketer'), person('reviewer')];
    const { _id } = await ada.client.create(comment(ada));
    for (const change of [{ message: [] }, { threadId: 'other' }, { parentCommentId: 'x' }, { word: 'added' }]) {
      await refused(bo.client.patch(_id).set(change).commit());
    }
    const elsewhere = { ...about.document, _ref: 'another-article' };
    await refused(bo.client.patch(_id).set({ 'target.document': elsewhere }).commit());
    await refused(bo.client.patch(_id).unset(['message']).commit());
    await refused(bo.client.createOrReplace({ ...comment(ada), _id, message: [] }));
    await refused(bo.client.delete(_id));
    await refused(bo.client.delete({ query: '*[_type == "comment"]' }));
    expect(await bo.client.getDocument(_id)).toMatchObject({ message });

    await person('editor').client.patch(_id).set({ message: [] }).commit();
    await person('administrator').client.delete(_id);
    expect(await bo.client.getDocument(_id)).toBeUndefined();
  });

  test('everybody resolves threads, reacts for themselves, and moves anchors by editing the text', async () => {
    const [ada, bo] = [person('marketer'), person('reviewer')];
    const { _id } = await ada.client.create(comment(ada));
    const reaction = (by: Person) => ({ _key: `${by.id}-:eyes:`, shortName: ':eyes:', userId: by.id });
    const react = (by: Person, as: Person) =>
      by.client
        .patch(_id)
        .setIfMissing({ reactions: [] })
        .append('reactions', [reaction(as)])
        .commit();
    await react(ada, ada);
    await react(bo, bo);
    await refused(react(bo, ada));
    await refused(
      bo.client
        .patch(_id)
        .unset([`reactions[_key=="${ada.id}-:eyes:"]`])
        .commit(),
    );
    await bo.client
      .patch(_id)
      .unset([`reactions[_key=="${bo.id}-:eyes:"]`])
      .commit();
    await bo.client.patch(_id).set({ status: 'resolved' }).commit();
    await bo.client
      .patch(_id)
      .set({ 'target.path.selection': { type: 'text', value: [] } })
      .commit();
    expect(await bo.client.getDocument(_id)).toMatchObject({ status: 'resolved', reactions: [reaction(ada)] });
  });

  test('with one’s comment go the replies to it, also when they are deleted after it', async () => {
    const [ada, bo] = [person('marketer'), person('reviewer')];
    for (const order of ['replies first', 'comment first']) {
      const { _id } = await ada.client.create(comment(ada));
      await bo.client.create(comment(bo, { parentCommentId: _id }));
      const replies = { query: `*[_type == "comment" && parentCommentId == "${_id}"]` };
      await refused(bo.client.delete(_id));
      if (order === 'comment first') await ada.client.delete(_id);
      await ada.client.delete(replies);
      if (order === 'replies first') await ada.client.delete(_id);
      expect(await ada.client.fetch('count(*[_id == $id || parentCommentId == $id])', { id: _id })).toBe(0);
    }
  });

  test('nothing but comments and tasks is written there', async () => {
    const bo = person('marketer');
    await refused(bo.client.create({ _type: 'article', authorId: bo.id }));
    const image = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    await refused(bo.client.assets.upload('image', image));
  });

  test('a task is everybody’s who may write: assigned, edited and closed by any of them', async () => {
    const [ada, bo] = [person('editor'), person('marketer')];
    const task = await ada.client.create({ _type: 'tasks.task', title: 'Check', authorId: ada.id, status: 'open' });
    await bo.client.patch(task._id).set({ assignedTo: bo.id, status: 'closed' }).commit();
    await refused(person('viewer').client.patch(task._id).set({ status: 'open' }).commit());
    expect(await ada.client.getDocument(task._id)).toMatchObject({ assignedTo: bo.id, status: 'closed' });
  });
});

describe('mentioning people', () => {
  const question = '*[_type == "system.group"]{members, grants}';

  test('the Studio learns who may read what, so that it offers them', async () => {
    const [editor, viewer] = [person('editor'), person('viewer')];
    for (const dataset of ['production', name]) {
      const groups = await editor.client.withConfig({ dataset }).fetch(question);
      for (const { id } of [editor, viewer]) {
        expect(groups).toContainEqual({
          members: expect.arrayContaining([id]),
          grants: expect.arrayContaining([
            { filter: '_id in path("**")', permissions: expect.arrayContaining(['read']) },
          ]),
        });
      }
    }
  });

  test('who is not signed in learns nothing of them', async () => {
    expect(await failureOf(lake.anonymous().fetch(question))).toMatchObject({ statusCode: 401 });
  });
});
