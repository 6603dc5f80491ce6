import { copyFileSync, existsSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { failureOf, startTestLake, type TestLake, until } from '../lake.fixture.ts';

const dayMs = 24 * 60 * 60_000;

let lake: TestLake;
let client: SanityClient;
beforeEach(async () => {
  lake = await startTestLake();
  client = lake.client();
});
afterEach(() => lake.stop());

type Asset = Awaited<ReturnType<typeof upload>>;

const upload = (text: string) => client.assets.upload('file', Buffer.from(text), { filename: `${text}.txt` });
const database = () => join(lake.dataDir, 'lake.sqlite');
const nameOf = (asset: Asset) => `${asset.sha1hash}.txt`;
const placeOf = (asset: Asset) => join(lake.dataDir, 'assets', 'files', nameOf(asset));
const sweep = (now?: number) => lake.lake.main.assets.sweep(now);
const statusOf = async (asset: Asset) =>
  (await fetch(`${lake.url}/files/bodytext/production/${nameOf(asset)}`, { method: 'HEAD' })).status;

function asideOf(asset: Asset): string[] {
  const root = join(lake.dataDir, 'assets', 'orphaned');
  const days = existsSync(root) ? readdirSync(root) : [];
  return days.map((day) => join(root, day, 'files', nameOf(asset))).filter((path) => existsSync(path));
}

/** Older than the age from which a file without a document is an orphan. */
function storedLongAgo(asset: Asset): void {
  utimesSync(placeOf(asset), new Date(Date.now() - 2 * dayMs), new Date(Date.now() - 2 * dayMs));
}

/** Restarts the lake; `between` changes its files meanwhile. */
async function restartAfter(change: () => void, options: Parameters<typeof startTestLake>[0] = {}): Promise<void> {
  await lake.close();
  change();
  lake = await startTestLake({ ...options, dataDir: lake.dataDir });
  client = lake.client();
}

function putBack(copy: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(database() + ending, { force: true });
  copyFileSync(copy, database());
}

/** A file that was uploaded after the copy of the database was made, and was then swept. */
async function orphan(): Promise<{ asset: Asset; newer: string }> {
  const older = join(lake.dataDir, 'older');
  const newer = join(lake.dataDir, 'newer');
  await restartAfter(() => copyFileSync(database(), older));
  const asset = await upload('uploaded after the copy was made');
  await restartAfter(() => {
    copyFileSync(database(), newer);
    storedLongAgo(asset);
    putBack(older);
  });
  await sweep();
  return { asset, newer };
}

describe('an uploaded file that an old copy of the database does not know', () => {
  test('is moved to the orphans, and restored with the newer database', async () => {
    const { asset, newer } = await orphan();
    expect([existsSync(placeOf(asset)), asideOf(asset), await statusOf(asset)]).toEqual([
      false,
      [expect.any(String)],
      404,
    ]);
    await restartAfter(() => putBack(newer));
    expect(await statusOf(asset)).toBe(200);
    expect([existsSync(placeOf(asset)), asideOf(asset)]).toEqual([true, []]);
  });

  test('is restored when it is uploaded again', async () => {
    const { asset } = await orphan();
    await upload('uploaded after the copy was made');
    expect(await statusOf(asset)).toBe(200);
    await until(() => asideOf(asset).length === 0);
    expect(existsSync(placeOf(asset))).toBe(true);
  });

  test('is restored when its document comes back', async () => {
    const { asset } = await orphan();
    const { _rev, ...document } = asset;
    await client.createIfNotExists(document);
    await until(() => existsSync(placeOf(asset)));
    expect([asideOf(asset), await statusOf(asset)]).toEqual([[], 200]);
  });

  test('is restored when a document refers to it', async () => {
    const { asset } = await orphan();
    const reference = { _type: 'reference', _ref: asset._id, _weak: true };
    await client.create({ _id: 'shows', _type: 'note', asset: reference });
    expect(await statusOf(asset)).toBe(200);
    expect(asideOf(asset)).toEqual([]);
    storedLongAgo(asset);
    await sweep();
    expect(existsSync(placeOf(asset))).toBe(true);
  });

  test('is deleted after LAKE_ORPHAN_DAYS, and no sooner', async () => {
    const { asset } = await orphan();
    await sweep(Date.now() + 89 * dayMs);
    expect(asideOf(asset)).toHaveLength(1);
    await sweep(Date.now() + 91 * dayMs);
    expect(asideOf(asset)).toEqual([]);
  });

  test('is never deleted where LAKE_ORPHAN_DAYS is 0', async () => {
    const { asset } = await orphan();
    await restartAfter(() => {}, { assetLimits: { orphanDays: 0 } });
    await sweep(Date.now() + 10_000 * dayMs);
    expect(asideOf(asset)).toHaveLength(1);
  });

  test('stays when an upload of the same bytes is refused', async () => {
    const asset = await upload('the same bytes');
    const older = join(lake.dataDir, 'older');
    await client.delete(asset._id);
    await until(() => !existsSync(placeOf(asset)));
    await restartAfter(() => copyFileSync(database(), older));
    await upload('the same bytes');
    await restartAfter(() => putBack(older), { plugin: { mayChange: () => false } });
    expect(await failureOf(upload('the same bytes'))).toMatchObject({ statusCode: 403 });
    expect(existsSync(placeOf(asset))).toBe(true);
  });

  test('in an add-on is moved to the orphans too', async () => {
    const comments = lake.lake.addOn('production-comments');
    const orphaned = join(lake.dataDir, 'datasets', 'production-comments', 'assets');
    const name = `${'a'.repeat(40)}.txt`;
    copyFileSync(database(), join(orphaned, 'files', name));
    await comments.assets.sweep(Date.now() + 2 * dayMs);
    expect(existsSync(join(orphaned, 'files', name))).toBe(false);
    expect(await comments.assets.orphaned.list()).toEqual([{ kind: 'files', name }]);
  });
});

test('a file whose document was deleted is deleted for good, also if the lake was killed in between', async () => {
  const asset = await upload('taken back by whoever is in the picture');
  const copy = join(lake.dataDir, 'copy');
  copyFileSync(placeOf(asset), copy);
  storedLongAgo(asset);
  await client.delete(asset._id);
  await until(() => !existsSync(placeOf(asset)));
  copyFileSync(copy, placeOf(asset));
  storedLongAgo(asset);
  await sweep();
  expect([existsSync(placeOf(asset)), asideOf(asset)]).toEqual([false, []]);
});
