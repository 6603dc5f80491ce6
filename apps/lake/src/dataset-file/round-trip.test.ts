import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { newsroomPlugin } from '@bodytext/newsroom/lake-plugin';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { SanityClient } from '@sanity/client';
import { exportDataset as exportBySanity } from '@sanity/export';
import { sanityImport } from '@sanity/import';
import { z } from 'zod';
import { exportDataset } from '../commands/export.ts';
import { importDataset } from '../commands/import.ts';
import { readEnvironment } from '../environment.ts';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
import { linesOf } from './lines.ts';
import { unpack } from './unpack.ts';

const demo = resolve(import.meta.dirname, '../../../../packages/demo/dataset');
const document = z.looseObject({ _id: z.string(), _type: z.string() });
type Document = z.output<typeof document>;

let folder: string;
const lakes: TestLake[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'round-trip-'));
  jest.spyOn(console, 'log').mockImplementation(() => {});
});
afterAll(async () => {
  for (const lake of lakes) await lake.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function aLake(): Promise<TestLake> {
  const lake = await startTestLake({ plugin: newsroomPlugin });
  lakes.push(lake);
  return lake;
}

const at = (dataDir: string) => readEnvironment({ DATA_DIR: dataDir });

/** What a document says, without when and where it was stored. */
function contentOf(found: unknown): Document[] {
  const stored = z.array(document).parse(found);
  return stored
    .map(({ _rev, _createdAt, _updatedAt, url, ...content }) => content)
    .sort((a, b) => (a._id < b._id ? -1 : 1));
}

const everything = async (client: SanityClient) => contentOf(await client.fetch('*'));
const documentsIn = (file: string) => [...linesOf(file)].map(({ text }) => document.parse(JSON.parse(text)));

function hashesIn(dataDir: string): string[] {
  const images = join(dataDir, 'assets', 'images');
  return readdirSync(images).map((name) => {
    const hash = createHash('sha1')
      .update(readFileSync(join(images, name)))
      .digest('hex');
    expect(name.startsWith(hash)).toBe(true);
    return hash;
  });
}

test('all content moves by @sanity/import, @sanity/export and ours, with the same bytes of assets', async () => {
  const first = await aLake();
  const client = first.client();
  const { numDocs, warnings } = await sanityImport(demo, { client, operation: 'createOrReplace' });
  expect({ numDocs, warnings }).toEqual({ numDocs: documentsIn(join(demo, 'data.ndjson')).length, warnings: [] });
  const imported = await everything(client);
  expect(imported.filter(({ _type }) => _type === 'sanity.imageAsset')).toHaveLength(
    readdirSync(join(demo, 'images')).length,
  );
  expect(JSON.stringify(imported)).not.toContain('_sanityAsset');
  expect(JSON.stringify(imported)).not.toContain('"_weak"');
  await sanityImport(demo, { client, operation: 'createOrReplace' });
  expect(await everything(client)).toEqual(imported);

  for (const mode of ['stream', 'cursor'] as const) {
    const archive = join(folder, `${mode}.tar.gz`);
    const { documentCount, assetCount } = await exportBySanity({
      client,
      dataset: 'production',
      outputPath: archive,
      mode,
    });
    expect([documentCount, assetCount]).toEqual([numDocs, readdirSync(join(demo, 'images')).length]);
  }

  const second = join(folder, 'second');
  await importDataset(at(second), join(folder, 'stream.tar.gz'), {});
  const stored = join(folder, 'second.ndjson');
  await exportDataset(at(second), stored, { raw: true });
  expect(contentOf(documentsIn(stored))).toEqual(imported);
  expect(hashesIn(second)).toEqual(hashesIn(first.dataDir));

  const ours = join(folder, 'ours.tar.gz');
  await exportDataset(at(second), ours, {});
  const third = await aLake();
  await sanityImport(createReadStream(ours), { client: third.client() });
  expect(await everything(third.client())).toEqual(imported);
  expect(hashesIn(third.dataDir)).toEqual(hashesIn(first.dataDir));
}, 120_000);

test('a dataset that refers to drafts comes in by @sanity/import, and refers to their documents then', async () => {
  const file = join(folder, 'to-drafts.ndjson');
  const to = (_ref: string) => ({ _type: 'reference', _ref });
  const documents = [
    { _id: 'a', _type: 'note', to: to('drafts.new') },
    { _id: 'b', _type: 'note', to: to('drafts.there') },
    { _id: 'drafts.new', _type: 'page' },
    { _id: 'there', _type: 'note' },
    { _id: 'drafts.there', _type: 'note' },
  ];
  writeFileSync(file, documents.map((one) => JSON.stringify(one)).join('\n'));
  const client = (await aLake()).client();
  await sanityImport(createReadStream(file), { client });
  expect(await client.fetch('*[defined(to)] | order(_id) {to}.to')).toEqual([
    { ...to('new'), _weak: true, _strengthenOnPublish: { type: 'page' } },
    to('there'),
  ]);
});

test('an export says the same again after an import, byte for byte', async () => {
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  await importDataset(at(one), demo, {});
  await exportDataset(at(one), join(folder, 'one.tar.gz'), {});
  await importDataset(at(two), join(folder, 'one.tar.gz'), {});
  await exportDataset(at(two), join(folder, 'two'.concat('-export')), {});
  await unpack(join(folder, 'one.tar.gz'), join(folder, 'unpacked'));
  const [first, second] = [join(folder, 'unpacked', 'export'), join(folder, 'two-export')];
  const withoutRevisions = (path: string) => readFileSync(path, 'utf8').replaceAll(/"_rev":"[^"]*",?/g, '');
  for (const name of ['data.ndjson', 'assets.json'])
    expect(withoutRevisions(join(first, name)) === withoutRevisions(join(second, name))).toBe(true);
  expect(readdirSync(join(first, 'images'))).toEqual(readdirSync(join(second, 'images')));
}, 60_000);

test('an export can leave out drafts, types and assets', async () => {
  const dataDir = join(folder, 'parts');
  await importDataset(at(dataDir), demo, {});
  const out = join(folder, 'parts-export');
  await exportDataset(at(dataDir), out, { types: 'person,article', drafts: false, assets: false });
  const documents = documentsIn(join(out, 'data.ndjson'));
  expect(new Set(documents.map(({ _type }) => _type))).toEqual(new Set(['person', 'article']));
  expect(JSON.stringify(documents)).not.toMatch(/_sanityAsset|"image-[0-9a-f]{40}/);
  expect([readdirSync(join(out, 'images')), readdirSync(join(out, 'files'))]).toEqual([[], []]);
  expect(existsSync(join(out, 'assets.json'))).toBe(true);
}, 60_000);

test.each([
  ['as stored', 'stored-export', 'stored-export/data.ndjson', { raw: true }],
  ['as lines', 'export.ndjson', 'export.ndjson', {}],
])('an export of some types %s has the assets that they refer to, and no others', async (how, to, lines, options) => {
  const dataDir = join(folder, how);
  await importDataset(at(dataDir), demo, {});
  await exportDataset(at(dataDir), join(folder, to), { types: 'person', ...options });
  const documents = documentsIn(join(folder, lines));
  const [people, others] = [true, false].map((is) => documents.filter(({ _type }) => (_type === 'person') === is));
  const photos = new Set(JSON.stringify(people).match(/image-[0-9a-f]{40}-[^"]+/g));
  expect(photos.size).toBeGreaterThan(0);
  expect(others?.map(({ _id }) => _id).toSorted()).toEqual([...photos].toSorted());
});
