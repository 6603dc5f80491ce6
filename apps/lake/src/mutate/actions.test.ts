import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { failureOf, startTestLake, type TestLake } from '../lake.fixture.ts';

let lake: TestLake;
let client: SanityClient;
let id: string;
let count = 0;
beforeAll(async () => {
  lake = await startTestLake();
  client = lake.client();
});
afterAll(() => lake.stop());
beforeEach(() => {
  id = `document-${++count}`;
});

const draftOf = (published: string) => `drafts.${published}`;
const create = (attributes = {}) =>
  client.action({
    actionType: 'sanity.action.document.create',
    publishedId: id,
    attributes: { _id: draftOf(id), _type: 'note', ...attributes },
    ifExists: 'fail',
  });
const publish = (more = {}) =>
  client.action({ actionType: 'sanity.action.document.publish', draftId: draftOf(id), publishedId: id, ...more });
const edit = (set: Record<string, unknown>) =>
  client.action({ actionType: 'sanity.action.document.edit', draftId: draftOf(id), publishedId: id, patch: { set } });

describe('the Studio’s actions', () => {
  test('publishing a draft creates the published document and deletes the draft', async () => {
    await create({ title: 'One' });
    await publish();
    expect(await client.getDocuments([id, draftOf(id)])).toEqual([expect.objectContaining({ title: 'One' }), null]);
  });

  test('editing a published document creates a draft and does not change the published one', async () => {
    await create({ title: 'One' });
    await publish();
    await edit({ title: 'Two' });
    expect(await client.getDocuments([id, draftOf(id)])).toMatchObject([{ title: 'One' }, { title: 'Two' }]);
  });

  test('an edit without changes still creates the draft', async () => {
    await create();
    await publish();
    await client.action({
      actionType: 'sanity.action.document.edit',
      draftId: draftOf(id),
      publishedId: id,
      patch: { unset: ['_empty_action_guard_pseudo_field_'] },
    });
    expect(await client.getDocument(draftOf(id))).toBeDefined();
  });

  test('publishing over another revision than expected is refused with 409', async () => {
    await create();
    await publish();
    await edit({ n: 1 });
    expect(await failureOf(publish({ ifPublishedRevisionId: 'another' }))).toMatchObject({
      statusCode: 409,
      details: { type: 'actionError', items: [{ error: { type: 'documentRevisionIDDoesNotMatchError' } }] },
    });
    expect(await client.getDocument(draftOf(id))).toMatchObject({ n: 1 });
  });

  test('an edit of another revision than expected is refused with 409, with or without a draft', async () => {
    await create();
    await publish();
    const guarded = (ifRevisionID: string | undefined, n: number) =>
      client.action({
        actionType: 'sanity.action.document.edit',
        draftId: draftOf(id),
        publishedId: id,
        patch: { ifRevisionID, set: { n } },
      });
    const refusal = {
      statusCode: 409,
      details: { items: [{ error: { type: 'documentRevisionIDDoesNotMatchError' } }] },
    };
    expect(await failureOf(guarded('another', 1))).toMatchObject(refusal);
    await guarded((await client.getDocument(id))?._rev, 2);
    expect(await failureOf(guarded('another', 3))).toMatchObject(refusal);
    await guarded((await client.getDocument(draftOf(id)))?._rev, 4);
    expect(await client.getDocument(draftOf(id))).toMatchObject({ n: 4 });
  });

  test('unpublishing keeps the content as a draft', async () => {
    await create({ title: 'Kept' });
    await publish();
    await client.action({ actionType: 'sanity.action.document.unpublish', draftId: draftOf(id), publishedId: id });
    expect(await client.getDocuments([id, draftOf(id)])).toMatchObject([null, { title: 'Kept' }]);
  });

  test('discarding deletes the draft', async () => {
    await create();
    await client.action({ actionType: 'sanity.action.document.version.discard', versionId: draftOf(id) });
    expect(await client.getDocument(draftOf(id))).toBeUndefined();
  });

  test('deleting removes the published document and the named drafts', async () => {
    await create();
    await publish();
    await edit({ n: 1 });
    await client.action({
      actionType: 'sanity.action.document.delete',
      publishedId: id,
      includeDrafts: [draftOf(id)],
    });
    expect(await client.getDocuments([id, draftOf(id)])).toEqual([null, null]);
  });

  test('restoring replaces the draft’s content', async () => {
    await create({ title: 'New', extra: 1 });
    await client.action({
      actionType: 'sanity.action.document.replaceDraft',
      publishedId: id,
      attributes: { _id: draftOf(id), _type: 'note', title: 'Old' },
    });
    const restored = await client.getDocument(draftOf(id));
    expect(restored).toMatchObject({ title: 'Old' });
    expect(restored).not.toHaveProperty('extra');
  });

  test('a reference to a draft becomes strong when its document is published', async () => {
    const to = { _type: 'reference', _ref: 'strengthened', _weak: true, _strengthenOnPublish: { type: 'note' } };
    await create({ to });
    expect(await failureOf(publish())).toMatchObject({ statusCode: 409 });
    await client.create({ _id: 'strengthened', _type: 'note' });
    await publish();
    expect(await client.getDocument(id)).toMatchObject({ to: { _type: 'reference', _ref: 'strengthened' } });
    expect(await failureOf(client.delete('strengthened'))).toMatchObject({ statusCode: 409 });
  });

  test('a request’s actions are atomic', async () => {
    await create();
    const missing = {
      actionType: 'sanity.action.document.publish',
      draftId: 'drafts.none',
      publishedId: 'none',
    } as const;
    const failing = client.action([
      { actionType: 'sanity.action.document.publish', draftId: draftOf(id), publishedId: id },
      missing,
    ]);
    expect(await failureOf(failing)).toMatchObject({ statusCode: 404, details: { items: [{ index: 1 }] } });
    expect(await client.getDocument(id)).toBeUndefined();
  });

  test('an unknown action is refused with a message', async () => {
    const send = (actionType: string) =>
      client.request({ method: 'POST', url: '/data/actions/production', body: { actions: [{ actionType }] } });
    expect(await failureOf(send('sanity.action.document.sing'))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('does not know the action sanity.action.document.sing'),
    });
    for (const actionType of ['sanity.action.document.variant.create', 'sanity.action.variant.definition.create']) {
      expect(await failureOf(send(actionType))).toMatchObject({
        statusCode: 400,
        message: expect.stringContaining('This lake has no document variants'),
      });
    }
  });

  test('a draft that the request does not name is never deleted with its document', async () => {
    await create();
    await publish();
    await edit({ n: 1 });
    const failing = client.action({ actionType: 'sanity.action.document.delete', publishedId: id, includeDrafts: [] });
    expect(await failureOf(failing)).toMatchObject({ statusCode: 400, message: expect.stringContaining(draftOf(id)) });
    expect(await client.getDocuments([id, draftOf(id)])).toEqual([expect.anything(), expect.anything()]);
  });

  test('discarding and deleting with purge delete the history', async () => {
    const lastRevision = async (document: string) =>
      (await client.request({ url: `/data/history/production/documents/${document}?lastRevision=true` })).documents;
    await create({ title: 'Regretted' });
    await publish();
    await edit({ title: 'Regretted as well' });
    await client.action({
      actionType: 'sanity.action.document.version.discard',
      versionId: draftOf(id),
      purge: true,
    });
    expect(await lastRevision(draftOf(id))).toEqual([]);
    expect(await lastRevision(id)).toMatchObject([{ title: 'Regretted' }]);
    await client.action({
      actionType: 'sanity.action.document.delete',
      publishedId: id,
      includeDrafts: [],
      purge: true,
    });
    expect(await lastRevision(id)).toEqual([]);
  });

  test('deleting with purge also deletes the history of drafts that were published before', async () => {
    const draftsHistory = `/data/history/production/documents/${draftOf(id)}?lastRevision=true`;
    await create({ title: 'Regretted' });
    await publish();
    await client.action({
      actionType: 'sanity.action.document.delete',
      publishedId: id,
      includeDrafts: [],
      purge: true,
    });
    expect((await client.request({ url: draftsHistory })).documents).toEqual([]);
    const transactions: string = await client.request({
      url: `/data/history/production/transactions/${id},${draftOf(id)}?excludeContent=false`,
      json: false,
    });
    expect(transactions).not.toContain('Regretted');
  });

  test('a transaction id that an event stream can’t carry is refused', async () => {
    const attributes = { _id: draftOf(id), _type: 'note' };
    const failing = client.action(
      { actionType: 'sanity.action.document.create', publishedId: id, attributes, ifExists: 'fail' },
      { transactionId: 'a\nb' },
    );
    expect(await failureOf(failing)).toMatchObject({ statusCode: 400 });
    expect(await client.getDocument(draftOf(id))).toBeUndefined();
  });

  test('agent actions are refused with a message', async () => {
    const failing = client.request({ method: 'POST', url: '/agent/action/generate/production', body: {} });
    expect(await failureOf(failing)).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('This lake has no agents'),
    });
  });

  test('replacing the draft of a missing document is refused with 404', async () => {
    const restoring = client.action({
      actionType: 'sanity.action.document.replaceDraft',
      publishedId: id,
      attributes: { _id: draftOf(id), _type: 'note' },
    });
    expect(await failureOf(restoring)).toMatchObject({ statusCode: 404 });
  });

  test('a dry run reports errors and writes nothing', async () => {
    await create();
    const publishing = {
      actionType: 'sanity.action.document.publish',
      draftId: draftOf(id),
      publishedId: id,
    } as const;
    await client.action(publishing, { dryRun: true });
    expect(await client.getDocuments([id, draftOf(id)])).toEqual([null, expect.anything()]);
    const wrong = client.action({ ...publishing, ifDraftRevisionId: 'another' }, { dryRun: true });
    expect(await failureOf(wrong)).toMatchObject({ statusCode: 409 });
  });
});
