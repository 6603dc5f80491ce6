import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { failureOf, startTestLake, type TestLake, until } from '../lake.fixture.ts';
import { commitActions } from '../mutate/commit-actions.ts';
import { lakeItself } from '../people/actor.ts';
import type { LakePlugin } from '../plugin.ts';
import { scheduledReleases } from './due-releases.ts';

/** Refuses to publish documents with the title “Unready”. */
const plugin: LakePlugin = {
  gate: ({ after }) =>
    after.title === 'Unready'
      ? [{ path: ['title'], code: 'unready', message: 'It needs another title.', severity: 'blocks' }]
      : [],
};

let lake: TestLake;
let client: SanityClient;
let count = 0;
beforeAll(async () => {
  lake = await startTestLake({ plugin });
  client = lake.client('editor');
});
afterAll(() => lake.stop());

type Prepared = { release: string; ids: string[] };

async function prepare(...contents: string[]): Promise<Prepared> {
  const release = `release-${++count}`;
  const ids = contents.map((_, index) => `document-${count}-${index}`);
  await client.releases.create({ releaseId: release, metadata: { releaseType: 'scheduled' } });
  for (const [index, title] of contents.entries()) {
    await client.create({ _id: `versions.${release}.${ids[index]}`, _type: 'note', title });
  }
  return { release, ids };
}

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const get = (release: string) => client.releases.get({ releaseId: release });
const untilState = (release: string, state: string) => until(async () => (await get(release))?.state === state);

/** Makes a scheduled release due now. */
async function makeDue(release: string): Promise<void> {
  const change = { set: { publishAt: new Date().toISOString() } };
  await lake.lake.main.commit({
    author: lakeItself,
    kind: 'actionError',
    operations: [(set) => set.patch(`_.releases.${release}`, change)],
  });
}

/** The publications in a document’s history. */
async function publications(id: string): Promise<{ author: string; publishCause: string }[]> {
  const { events } = await client.request({ url: `/data/history/production/events/documents/${id}` });
  return events[id].filter(({ type }: { type: string }) => type === 'publishDocumentVersion');
}

describe('a scheduled release', () => {
  test('is published at its time and not before, in the name of the user who scheduled it', async () => {
    const { release, ids } = await prepare('One', 'Two');
    const user = lake.lake.people.add({ name: 'Ada', email: `ada-${count}@example.org`, role: 'editor' });
    const ada = lake.lake.main.actor({ kind: 'person', user });
    const publishAt = inMs(400);
    await commitActions(lake.lake.main, {
      author: ada,
      actions: [{ actionType: 'sanity.action.release.schedule', releaseId: release, publishAt }],
    });
    await untilState(release, 'published');
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(publishAt));
    expect(await client.getDocuments(ids)).toMatchObject([{ title: 'One' }, { title: 'Two' }]);
    expect((await get(release))?.publishedAt?.localeCompare(publishAt)).toBeGreaterThanOrEqual(0);
    expect(await publications(ids[0] ?? '')).toMatchObject([{ author: user.id, publishCause: 'release.schedule' }]);
  });

  test('can be rescheduled to an earlier time, or unscheduled', async () => {
    const [moved, held] = [await prepare('Moved'), await prepare('Held')];
    await client.releases.schedule({ releaseId: moved.release, publishAt: inMs(3_600_000) });
    await client.releases.schedule({ releaseId: held.release, publishAt: inMs(3_600_000) });
    await client.releases.unschedule({ releaseId: held.release });
    await client.releases.schedule({ releaseId: moved.release, publishAt: inMs(300) });
    await untilState(moved.release, 'published');
    expect(scheduledReleases(lake.lake.main)).toEqual([]);
    expect(await get(held.release)).toMatchObject({ state: 'active' });
    expect(await client.getDocument(held.ids[0] ?? '')).toBeUndefined();
  });

  test('that the gate refuses becomes active again with the reason, and nothing is published', async () => {
    const { release, ids } = await prepare('Ready', 'Unready');
    await client.releases.schedule({ releaseId: release, publishAt: inMs(0) });
    await untilState(release, 'active');
    expect(await get(release)).toMatchObject({
      error: { message: expect.stringContaining('It needs another title.') },
    });
    expect(await get(release)).not.toHaveProperty('publishAt');
    expect(await client.getDocuments(ids)).toEqual([null, null]);
    await client.patch(`versions.${release}.${ids[1]}`).set({ title: 'Ready too' }).commit();
    await client.releases.schedule({ releaseId: release, publishAt: inMs(0) });
    await untilState(release, 'published');
    expect(await get(release)).not.toHaveProperty('error');
  });

  test('is not published if its author may no longer publish', async () => {
    const { release, ids } = await prepare('One');
    const token = lake.lake.people.createToken('editor', 'Leaving');
    await client.withConfig({ token }).releases.schedule({ releaseId: release, publishAt: inMs(3_600_000) });
    lake.lake.people.revokeToken((await get(release))?.userId);
    await makeDue(release);
    await untilState(release, 'active');
    expect(await get(release)).toMatchObject({ error: { message: expect.stringContaining('may no longer publish') } });
    expect(await client.getDocument(ids[0] ?? '')).toBeUndefined();
  });

  test('can’t be scheduled by a role that may not publish', async () => {
    const { release } = await prepare('One');
    const scheduling = lake.client('reviewer').releases.schedule({ releaseId: release, publishAt: inMs(0) });
    expect(await failureOf(scheduling)).toMatchObject({ statusCode: 403 });
  });
});

describe('a lake that was down, or runs in two processes', () => {
  let other: TestLake | undefined;
  afterEach(async () => {
    await other?.close();
    other = undefined;
  });

  test('publishes overdue releases at its start, once', async () => {
    const { release, ids } = await prepare('One');
    await client.releases.schedule({ releaseId: release, publishAt: inMs(500) });
    const { token } = client.config();
    await lake.close();
    await new Promise((resolve) => setTimeout(resolve, 600));
    lake = await startTestLake({ plugin, dataDir: lake.dataDir });
    client = lake.client('editor', { token });
    await untilState(release, 'published');
    lake = await lake.restart();
    client = lake.client('editor');
    expect(await publications(ids[0] ?? '')).toHaveLength(1);
  });

  test('publishes a release once, though two processes schedule it', async () => {
    // A lock allows one lake a data folder; publishing once must not depend on it.
    const beside = { plugin, dataDir: lake.dataDir, lock: { release() {} } };
    other = await startTestLake(beside);
    const prepared: Prepared[] = [];
    for (let n = 0; n < 10; n++) prepared.push(await prepare('One'));
    const publishAt = inMs(1_000);
    for (const { release } of prepared) await client.releases.schedule({ releaseId: release, publishAt });
    // Restarted, the other process knows the schedules as well.
    await other.close();
    other = await startTestLake(beside);
    for (const { release, ids } of prepared) {
      await untilState(release, 'published');
      expect(await publications(ids[0] ?? '')).toHaveLength(1);
      const { count } = lake.lake.main.store.database
        .prepare(
          'SELECT count(*) AS count FROM transactions WHERE seq IN (SELECT seq FROM effects WHERE document_id = ?)',
        )
        .get(`_.releases.${release}`) ?? { count: 0 };
      expect(count).toBe(3);
    }
  });
});
