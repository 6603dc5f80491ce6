import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { startTestLake, type TestLake, until } from '../lake.fixture.ts';

let lake: TestLake;
let client: SanityClient;
let id: string;
let release: string;
let version: string;
let count = 0;
const far = '2099-01-01T00:00:00.000Z';

beforeAll(async () => {
  lake = await startTestLake();
  client = lake.client('editor');
});
afterAll(() => lake.stop());
beforeEach(async () => {
  id = `document-${++count}`;
  release = `release-${count}`;
  version = `versions.${release}.${id}`;
  await client.create({ _id: id, _type: 'note', title: 'Before' });
  await client.releases.create({ releaseId: release, metadata: { title: 'Spring', releaseType: 'scheduled' } });
  await client.createVersion({ releaseId: release, publishedId: id, baseId: id });
});

type Event = { type: string; timestamp: string; author: string; [detail: string]: unknown };

async function eventsOf(of: string): Promise<Event[]> {
  const answer = await client.request({ url: `/data/history/production/events/documents/${of}?limit=100` });
  return answer.events[of];
}

async function releaseEvents(): Promise<Event[]> {
  return (await client.request({ url: `/data/history/production/events/releases/${release}` })).events;
}

describe('the events of a document', () => {
  test('list schedules and their outcome', async () => {
    const edited = await client.patch(version).set({ title: 'After' }).commit();
    await client.releases.schedule({ releaseId: release, publishAt: far });
    await client.releases.unschedule({ releaseId: release });
    await client.releases.schedule({ releaseId: release, publishAt: new Date().toISOString() });
    await until(async () => (await client.releases.get({ releaseId: release }))?.state === 'published');
    const common = { documentId: id, releaseId: release, versionId: version, versionRevisionId: edited._rev };
    expect(await eventsOf(id)).toMatchObject([
      { type: 'publishDocumentVersion', publishCause: 'release.schedule', ...common },
      { type: 'scheduleDocumentVersion', state: 'published', ...common },
      { type: 'unscheduleDocumentVersion', ...common },
      { type: 'scheduleDocumentVersion', state: 'unscheduled', publishAt: far, ...common },
      { type: 'createDocumentVersion', releaseId: release },
      { type: 'createLiveDocument' },
    ]);
    expect((await eventsOf(`drafts.${id}`)).map(({ type }) => type)).toEqual(['createLiveDocument']);
  });

  test('list a release that unpublishes a document', async () => {
    await client.unpublishVersion({ releaseId: release, publishedId: id });
    await client.releases.publish({ releaseId: release });
    const [last] = await eventsOf(id);
    expect(last).toMatchObject({ type: 'unpublishDocument', versionId: version, releaseId: release });
  });

  test('are paginated without gaps or duplicates, while new events are added', async () => {
    for (let n = 0; n < 12; n++) {
      await client.create({ _id: `drafts.${id}`, _type: 'note' });
      await client.delete(`drafts.${id}`);
    }
    const before = await eventsOf(id);
    const paged: Event[] = [];
    let cursor = '';
    do {
      const url = `/data/history/production/events/documents/${id}?limit=5&nextCursor=${cursor}`;
      const page = await client.request({ url });
      paged.push(...page.events[id]);
      cursor = page.nextCursor;
      await client.create({ _id: `drafts.${id}`, _type: 'note' });
      await client.delete(`drafts.${id}`);
    } while (cursor !== '');
    expect(paged).toEqual(before);
  });
});

describe('the events of a release', () => {
  test('list its plans, documents and state changes', async () => {
    await client.releases.edit({ releaseId: release, patch: { set: { 'metadata.releaseType': 'asap' } } });
    await client.createVersion({ releaseId: release, publishedId: 'out', baseId: id });
    await client.discardVersion({ releaseId: release, publishedId: 'out' });
    await client.releases.schedule({ releaseId: release, publishAt: far });
    await client.releases.unschedule({ releaseId: release });
    await client.releases.archive({ releaseId: release });
    await client.releases.unarchive({ releaseId: release });
    await client.releases.publish({ releaseId: release });
    expect(await releaseEvents()).toMatchObject([
      { type: 'publishRelease', releaseName: release },
      { type: 'unarchiveRelease' },
      { type: 'archiveRelease' },
      { type: 'unscheduleRelease' },
      { type: 'scheduleRelease', publishAt: far },
      { type: 'discardDocumentFromRelease', documentId: 'out', documentType: 'note' },
      { type: 'addDocumentToRelease', documentId: 'out', documentType: 'note' },
      { type: 'editRelease', change: { releaseType: 'asap' } },
      { type: 'addDocumentToRelease', documentId: id, versionId: version },
      { type: 'createRelease', change: { releaseType: 'scheduled' } },
    ]);
  });

  test('give the publishing transaction as a version’s last revision, for the Studio’s revert', async () => {
    await client.patch(version).set({ title: 'After' }).commit();
    const { transactionId } = await client.releases.publish({ releaseId: release });
    await client.patch(id).set({ title: 'Later still' }).commit();
    const url = `/data/history/production/documents/${version}?lastRevision=true`;
    const { documents } = await client.request({ url });
    expect(documents).toMatchObject([{ _id: version, _rev: transactionId, title: 'After' }]);
  });
});
