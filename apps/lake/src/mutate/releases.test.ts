import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { failureOf, startTestLake, type TestLake } from '../lake.fixture.ts';

let lake: TestLake;
let client: SanityClient;
let release: string;
let id: string;
let version: string;
let count = 0;
const tomorrow = new Date(Date.now() + 86_400_000).toISOString();

beforeAll(async () => {
  lake = await startTestLake();
  client = lake.client();
});
afterAll(() => lake.stop());
beforeEach(async () => {
  release = `release-${++count}`;
  id = `document-${count}`;
  version = `versions.${release}.${id}`;
  await client.create({ _id: id, _type: 'note', title: 'Before' });
  await client.releases.create({ releaseId: release, metadata: { title: 'Spring', releaseType: 'asap' } });
  await client.createVersion({ releaseId: release, publishedId: id, baseId: id });
  await client.patch(version).set({ title: 'In spring' }).commit();
});

const state = async () => (await client.releases.get({ releaseId: release }))?.state;
const titles = async () => (await client.getDocuments([id, version])).map((document) => document?.title);

describe('a release', () => {
  test('publishes its versions at once, and lists their ids', async () => {
    const other = `other-${count}`;
    await client.createVersion({ releaseId: release, publishedId: other, document: { _type: 'note', title: 'New' } });
    await client.releases.publish({ releaseId: release });
    expect(await titles()).toEqual(['In spring', undefined]);
    expect(await client.getDocument(other)).toMatchObject({ title: 'New' });
    expect(await client.getDocument(id)).not.toHaveProperty('_system');
    expect(await client.releases.get({ releaseId: release })).toMatchObject({
      state: 'published',
      publishedAt: expect.any(String),
      finalDocumentStates: [{ id: version }, { id: `versions.${release}.${other}` }],
    });
  });

  test('unpublishes a document if its version says so', async () => {
    await client.unpublishVersion({ releaseId: release, publishedId: id });
    expect(await client.getDocument(id)).toBeDefined();
    await client.releases.publish({ releaseId: release });
    expect(await client.getDocuments([id, version])).toEqual([null, null]);
  });

  test('is published atomically', async () => {
    const to = { _type: 'reference', _ref: 'nowhere' };
    await client.create({ _id: `versions.${release}.broken`, _type: 'note', to: { ...to, _weak: true } });
    await client
      .patch(`versions.${release}.broken`)
      .set({ to: { ...to, _weak: true, _strengthenOnPublish: {} } })
      .commit();
    expect(await failureOf(client.releases.publish({ releaseId: release }))).toMatchObject({ statusCode: 409 });
    expect(await titles()).toEqual(['Before', 'In spring']);
    expect(await state()).toBe('active');
  });

  test('that is scheduled has locked versions until it is unscheduled', async () => {
    await client.releases.schedule({ releaseId: release, publishAt: tomorrow });
    expect(await client.releases.get({ releaseId: release })).toMatchObject({
      state: 'scheduled',
      publishAt: tomorrow,
    });
    const attempts = [
      client.patch(version).set({ title: 'Changed' }).commit(),
      client.delete(version),
      client.discardVersion({ releaseId: release, publishedId: id }),
      client.replaceVersion({ releaseId: release, publishedId: id, document: { _type: 'note' } }),
      client.action({
        actionType: 'sanity.action.document.edit',
        draftId: version,
        publishedId: id,
        patch: { set: { title: 'Changed' } },
      }),
      client.action({ actionType: 'sanity.action.document.publish', draftId: version, publishedId: id }),
      client.createVersion({ releaseId: release, publishedId: 'more', document: { _type: 'note' } }),
      client.create({ _id: `versions.${release}.more`, _type: 'note' }),
    ];
    for (const attempt of attempts) expect(await failureOf(attempt)).toMatchObject({ statusCode: 409 });
    await client.releases.unschedule({ releaseId: release });
    await client.patch(version).set({ title: 'Changed' }).commit();
    expect(await titles()).toEqual(['Before', 'Changed']);
    expect(await client.releases.get({ releaseId: release })).not.toHaveProperty('publishAt');
  });

  test('that is unarchived has its versions restored', async () => {
    const before = await client.getDocument(version);
    await client.releases.archive({ releaseId: release });
    expect(await client.getDocument(version)).toBeUndefined();
    expect(await client.releases.get({ releaseId: release })).toMatchObject({
      state: 'archived',
      finalDocumentStates: [{ id: version }],
    });
    await client.releases.unarchive({ releaseId: release });
    expect(await client.getDocument(version)).toEqual({
      ...before,
      _rev: expect.any(String),
      _updatedAt: expect.any(String),
    });
    expect(await client.releases.get({ releaseId: release })).not.toHaveProperty('finalDocumentStates');
  });

  test('is deleted only when it is archived or published', async () => {
    expect(await failureOf(client.releases.delete({ releaseId: release }))).toMatchObject({
      statusCode: 409,
      message: expect.stringContaining('It must be archived or published'),
    });
    await client.releases.archive({ releaseId: release });
    await client.releases.delete({ releaseId: release });
    expect(await client.releases.get({ releaseId: release })).toBeUndefined();
  });

  test.each([
    ['publish', 'scheduled'],
    ['archive', 'scheduled'],
    ['unschedule', 'active'],
    ['unarchive', 'active'],
    ['publish', 'archived'],
    ['schedule', 'published'],
  ] as const)('refuses to %s when it is %s', async (action, current) => {
    if (current === 'scheduled') await client.releases.schedule({ releaseId: release, publishAt: tomorrow });
    if (current === 'archived') await client.releases.archive({ releaseId: release });
    if (current === 'published') await client.releases.publish({ releaseId: release });
    const request = { releaseId: release, publishAt: tomorrow };
    expect(await failureOf(client.releases[action](request))).toMatchObject({
      statusCode: 409,
      details: { type: 'actionError', items: [{ error: { type: 'invalidReleaseStateError' } }] },
    });
    expect(await state()).toBe(current);
  });

  test('changes by actions only, and edits change only its metadata', async () => {
    const document = `_.releases.${release}`;
    const patching = client.patch(document).set({ state: 'published' }).commit();
    expect(await failureOf(patching)).toMatchObject({
      statusCode: 409,
      message: expect.stringContaining('release actions'),
    });
    expect(await failureOf(client.delete(document))).toMatchObject({ statusCode: 409 });
    const editing = (patch: { set: Record<string, unknown> }) => client.releases.edit({ releaseId: release, patch });
    expect(await failureOf(editing({ set: { state: 'published' } }))).toMatchObject({ statusCode: 400 });
    expect(await failureOf(editing({ set: { 'metadata.releaseType': 'whenever' } }))).toMatchObject({
      statusCode: 400,
    });
    await editing({ set: { 'metadata.title': 'Summer' } });
    expect(await client.releases.get({ releaseId: release })).toMatchObject({ metadata: { title: 'Summer' } });
  });

  test('is not edited with another revision than expected', async () => {
    const editing = (ifRevisionID: string | undefined) =>
      client.releases.edit({ releaseId: release, patch: { ifRevisionID, set: { 'metadata.title': 'Summer' } } });
    expect(await failureOf(editing('another'))).toMatchObject({ statusCode: 409 });
    await editing((await client.releases.get({ releaseId: release }))?._rev);
    expect(await client.releases.get({ releaseId: release })).toMatchObject({ metadata: { title: 'Summer' } });
  });

  test('with the cardinality of a scheduled draft refuses a second document', async () => {
    await client.releases.create({
      releaseId: `${release}-one`,
      metadata: { releaseType: 'scheduled', cardinality: 'one' },
    });
    await client.createVersion({ releaseId: `${release}-one`, publishedId: id, baseId: id });
    const second = client.createVersion({ releaseId: `${release}-one`, publishedId: 'b', document: { _type: 'note' } });
    expect(await failureOf(second)).toMatchObject({
      statusCode: 409,
      message: expect.stringContaining('one document'),
    });
  });

  test('that does not exist gets no version', async () => {
    const adding = client.createVersion({ releaseId: 'none', publishedId: id, baseId: id });
    expect(await failureOf(adding)).toMatchObject({ statusCode: 404 });
  });

  test('from an export is imported as it was, but never scheduled', async () => {
    const imported = (attributes: object, ifExists: 'fail' | 'ignore' | 'replace') =>
      client.action({
        actionType: 'sanity.action.release.import',
        releaseId: 'elsewhere',
        attributes: { _id: '_.releases.elsewhere', _type: 'system.release', name: 'elsewhere', ...attributes },
        ifExists,
      });
    const published = { state: 'published', publishedAt: tomorrow, metadata: { title: 'Old', releaseType: 'asap' } };
    await imported(published, 'fail');
    expect(await client.releases.get({ releaseId: 'elsewhere' })).toMatchObject(published);
    expect(await failureOf(imported(published, 'fail'))).toMatchObject({ statusCode: 409 });
    const scheduled = { state: 'scheduled', publishAt: tomorrow, metadata: { title: 'New', releaseType: 'scheduled' } };
    await imported(scheduled, 'ignore');
    expect(await client.releases.get({ releaseId: 'elsewhere' })).toMatchObject(published);
    await imported(scheduled, 'replace');
    expect(await client.releases.get({ releaseId: 'elsewhere' })).toMatchObject({
      state: 'active',
      metadata: { title: 'New', intendedPublishAt: tomorrow },
    });
  });

  test('refuses dry runs of roles that may not write: the Studio hides the actions then', async () => {
    const reading = lake.client('viewer');
    for (const action of ['publish', 'archive', 'schedule'] as const) {
      const trying = reading.releases[action]({ releaseId: release, publishAt: tomorrow }, { dryRun: true });
      expect(await failureOf(trying)).toMatchObject({
        statusCode: 403,
        details: { type: 'insufficientPermissionsError' },
      });
    }
    await client.releases.publish({ releaseId: release }, { dryRun: true });
    expect(await state()).toBe('active');
  });

  test('shows its changes in its own perspective', async () => {
    const seen = (perspective: string[]) => client.fetch('*[_id == $id][0].title', { id }, { perspective });
    expect(await seen([release])).toBe('In spring');
    expect(await seen(['published'])).toBe('Before');
    const inRelease = '*[sanity::partOfRelease($release)]._id';
    expect(await client.fetch(inRelease, { release })).toEqual([version]);
  });
});
