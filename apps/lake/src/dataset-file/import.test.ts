import { spawn } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { create, Header } from 'tar';
import { check } from '../commands/check.ts';
import { exportDataset } from '../commands/export.ts';
import { importDataset } from '../commands/import.ts';
import type { Options } from '../commands/options.ts';
import { readEnvironment } from '../environment.ts';
import { until } from '../lake.fixture.ts';
import { openStore } from '../store/store.ts';
import { readLines } from './read-lines.ts';

const program = join(import.meta.dirname, '..', 'main.mjs');
const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>';

let folder: string;
let dataDir: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
  dataDir = join(folder, 'data');
  jest.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const environment = () => readEnvironment({ DATA_DIR: dataDir });
const importFile = (path: string, options: Options = {}) => importDataset(environment(), path, options);

function fileOf(name: string, documents: object[]): string {
  const path = join(folder, name);
  writeFileSync(path, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  return path;
}

async function stored(): Promise<Record<string, unknown>[]> {
  const path = join(folder, `stored-${Math.random()}.ndjson`);
  await exportDataset(environment(), path, { raw: true });
  return [...readLines(path)].map(({ text }) => JSON.parse(text));
}

const storedAssets = () => {
  const images = join(dataDir, 'assets', 'images');
  return existsSync(images) ? readdirSync(images) : [];
};

describe('an import', () => {
  test('normalizes references to drafts and versions', async () => {
    const to = (_ref: string, more = {}) => ({ list: [{ _key: 'k', to: { _type: 'reference', _ref, ...more } }] });
    const file = fileOf('data.ndjson', [
      { _id: 'a', _type: 'note', ...to('drafts.there') },
      { _id: 'b', _type: 'note', ...to('versions.r.there', { _weak: true }) },
      { _id: 'c', _type: 'note', ...to('drafts.new') },
      { _id: 'd', _type: 'note', ...to('drafts.new', { _dataset: 'other', _projectId: 'p' }) },
      { _id: 'there', _type: 'note' },
      { _id: 'drafts.new', _type: 'page' },
    ]);
    await importFile(file);
    const documents = await stored();
    const listOf = (id: string) => documents.find(({ _id }) => _id === id)?.list;
    expect([listOf('a'), listOf('b'), listOf('c')]).toEqual([
      to('there').list,
      to('there', { _weak: true }).list,
      to('new', { _weak: true, _strengthenOnPublish: { type: 'page' } }).list,
    ]);
    expect(listOf('d')).toMatchObject([{ to: { _ref: 'drafts.new', _dataset: 'other' } }]);
    await check(environment());
  });

  test('adds missing ids, keys and types, keeps timestamps, and skips system documents', async () => {
    const times = { _createdAt: '2020-01-01T00:00:00Z', _updatedAt: '2021-01-01T00:00:00Z' };
    const file = fileOf('data.ndjson', [
      { _id: '_.groups.editor', _type: 'system.group' },
      {
        _id: 'a',
        _type: 'note',
        _rev: 'elsewhere',
        ...times,
        to: { _ref: 'b' },
        list: [{ n: 1 }, { _key: 'k', n: 2 }, 3],
      },
      { _id: 'b', _type: 'note', to: { _type: 'reference', _ref: 'a' } },
      { _type: 'note', title: 'Nameless' },
    ]);
    await importFile(file);
    const documents = await stored();
    expect(documents).toHaveLength(3);
    const a = documents.find(({ _id }) => _id === 'a');
    expect(a).toMatchObject({
      ...times,
      to: { _type: 'reference', _ref: 'b' },
      list: [{ _key: expect.stringMatching(/^[0-9a-f]{12}$/), n: 1 }, { _key: 'k', n: 2 }, 3],
    });
    expect(a?._rev).not.toBe('elsewhere');
    await check(environment());
  });

  test('refuses, replaces or keeps existing documents', async () => {
    await importFile(fileOf('one.ndjson', [{ _id: 'a', _type: 'note', title: 'One' }]));
    const file = fileOf('two.ndjson', [
      { _id: 'b', _type: 'note' },
      { _id: 'a', _type: 'note', title: 'Two' },
    ]);
    await expect(importFile(file)).rejects.toThrow(/a document a already.*--replace/);
    expect(await stored()).toMatchObject([{ _id: 'a', title: 'One' }]);
    await importFile(file, { missing: true });
    expect(await stored()).toMatchObject([{ _id: 'a', title: 'One' }, { _id: 'b' }]);
    await importFile(file, { replace: true });
    expect(await stored()).toMatchObject([{ _id: 'a', title: 'Two' }, { _id: 'b' }]);
    await check(environment());
  });

  test('sets the path and URL of an asset’s document from a hosted project', async () => {
    const hash = 'a'.repeat(40);
    const asset = {
      _id: `image-${hash}-10x20-png`,
      _type: 'sanity.imageAsset',
      path: `images/abc123/production/${hash}-10x20.png`,
      url: `https://cdn.sanity.io/images/abc123/production/${hash}-10x20.png`,
    };
    await importFile(fileOf('data.ndjson', [asset]));
    const path = `images/bodytext/production/${hash}-10x20.png`;
    expect(await stored()).toMatchObject([{ _id: asset._id, path, url: `http://localhost:3030/${path}` }]);
    await expect(check(environment())).rejects.toThrow('its file is missing');
  });

  test('stores assets with their exported fields, also unused ones', async () => {
    const source = join(folder, 'source');
    mkdirSync(join(source, 'images'), { recursive: true });
    mkdirSync(join(source, 'files'));
    writeFileSync(join(source, 'images', 'x.svg'), picture);
    writeFileSync(join(source, 'files', 'unused.txt'), 'Text');
    writeFileSync(
      join(source, 'data.ndjson'),
      JSON.stringify({ _id: 'a', _type: 'note', photo: { _sanityAsset: 'image@file://./images/x.svg' } }),
    );
    await importFile(source);
    const [note, file, image] = await stored();
    expect(image).toMatchObject({ _type: 'sanity.imageAsset', originalFilename: 'x.svg' });
    expect(file).toMatchObject({ _type: 'sanity.fileAsset', originalFilename: 'unused.txt' });
    expect(note).toMatchObject({ photo: { _type: 'image', asset: { _type: 'reference', _ref: image?._id } } });
    await check(environment());
  });
});

describe('a failed import stores nothing', () => {
  test.each([
    ['a line that is not JSON', ['{"_id":"z","_type":"note"', 'line 1001: this is not JSON']],
    ['the same id twice', ['{"_id":"n5","_type":"note"}', 'line 1001: the id n5 is also that of line 6']],
    ['an id that can’t be one', ['{"_id":"-n","_type":"note"}', 'line 1001']],
    ['a reference to nothing', ['{"_id":"z","_type":"note","to":{"_ref":"nowhere"}}', 'z refers to nowhere']],
    ['a field that can’t be one', ['{"_id":"z","_type":"note","hasOwnProperty":true}', 'Nothing was imported']],
    [
      'an asset outside of its folder',
      ['{"_id":"z","_type":"note","p":{"_sanityAsset":"file@file://./../secret"}}', 'not in the folder'],
    ],
    [
      'an asset that is missing',
      ['{"_id":"z","_type":"note","p":{"_sanityAsset":"image@file://./images/no.png"}}', 'can’t be read'],
    ],
    [
      'an asset from the network',
      ['{"_id":"z","_type":"note","p":{"_sanityAsset":"image@https://example.org/a.png"}}', 'only image@file'],
    ],
  ] as const)('%s', async (_, [line, message]) => {
    writeFileSync(join(folder, 'secret'), 'Not to be read');
    const source = join(folder, 'source');
    mkdirSync(source);
    const good = Array.from({ length: 1_000 }, (_unused, n) => `{"_id":"n${n}","_type":"note"}\n`).join('');
    writeFileSync(join(source, 'data.ndjson'), good + line);
    await expect(importFile(source)).rejects.toThrow(message);
    expect(await stored()).toEqual([]);
    expect(storedAssets()).toEqual([]);
    await check(environment());
  });

  test('a process that is killed while it writes', async () => {
    const path = join(folder, 'many.ndjson');
    const out = createWriteStream(path);
    for (let n = 0; n < 20_000; n += 1) out.write(`{"_id":"n${n}","_type":"note","text":"${'word '.repeat(100)}"}\n`);
    await new Promise<void>((resolve) => out.end(resolve));
    const store = openStore(dataDir);
    const child = spawn(process.execPath, [program, 'import', path], {
      env: { ...process.env, DATA_DIR: dataDir, NODE_OPTIONS: '--no-warnings' },
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    let output = '';
    child.stdout.on('data', (text) => {
      output += String(text);
    });
    await until(() => output.includes('Importing documents: 10000 of 20000'), 60_000);
    child.kill('SIGKILL');
    await ended;
    store.documents.refresh();
    expect(store.documents.idsWhere('1', [])).toEqual([]);
    expect(store.log.lastSeq()).toBe(0);
    store.close();
    await check(environment());
  }, 90_000);
});

test('too long a line is refused before it exhausts the memory', async () => {
  const file = join(folder, 'endless.ndjson');
  writeFileSync(file, Buffer.alloc(70 * 1024 * 1024, 'a'));
  await expect(importFile(file)).rejects.toThrow('line 1 is longer than 64 MB');
});

describe('an archive', () => {
  const packed = async (name: string, make: (source: string) => void, entries: string[]) => {
    const source = join(folder, `${name}-source`);
    mkdirSync(source);
    writeFileSync(join(source, 'data.ndjson'), '{"_id":"a","_type":"note"}\n');
    make(source);
    const file = join(folder, `${name}.tar.gz`);
    await create({ file, cwd: source, gzip: true, preservePaths: true }, entries);
    return file;
  };

  test('may contain one folder', async () => {
    const file = await packed('plain', () => {}, ['data.ndjson']);
    await importFile(file);
    expect(await stored()).toMatchObject([{ _id: 'a' }]);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('unpacked'))).toEqual([]);
  });

  test.each([
    ['a path that leads out of it', '../outside.txt'],
    ['a path from the root', join(tmpdir(), 'import-from-the-root.txt')],
  ])('is refused with %s', async (_, path) => {
    const file = join(folder, 'wicked.tar');
    writeFileSync(file, Buffer.concat([entryOf(path, 'File', 'evil'), Buffer.alloc(1024)]));
    await expect(importFile(file)).rejects.toThrow('would be written outside');
    expect(existsSync(join(dataDir, 'outside.txt'))).toBe(false);
    expect(existsSync(join(tmpdir(), 'import-from-the-root.txt'))).toBe(false);
    expect(await stored()).toEqual([]);
  });

  test('is refused before it is written if it is larger than the free disk space', async () => {
    const file = join(folder, 'bomb.tar');
    writeFileSync(file, Buffer.concat([entryOf('data.ndjson', 'File', '{}', 8e15), Buffer.alloc(1024)]));
    await expect(importFile(file)).rejects.toThrow('more than there is room for');
    expect(await stored()).toEqual([]);
  });

  test('is refused with links, and links in a folder are not followed', async () => {
    const linked = await packed('linked', (source) => symlinkSync('/etc/passwd', join(source, 'link')), [
      'data.ndjson',
      'link',
    ]);
    await expect(importFile(linked)).rejects.toThrow('SymbolicLink');
    const source = join(folder, 'folder');
    mkdirSync(join(source, 'images'), { recursive: true });
    writeFileSync(join(folder, 'secret.svg'), picture);
    symlinkSync(join(folder, 'secret.svg'), join(source, 'images', 'x.svg'));
    writeFileSync(
      join(source, 'data.ndjson'),
      '{"_id":"a","_type":"note","photo":{"_type":"image","_sanityAsset":"image@file://./images/x.svg"}}',
    );
    await expect(importFile(source)).rejects.toThrow('not in the folder');
    expect([await stored(), storedAssets()]).toEqual([[], []]);
  });

  test('that is invalid is refused', async () => {
    writeFileSync(join(folder, 'broken.tar.gz'), 'This is no archive.');
    await expect(importFile(join(folder, 'broken.tar.gz'))).rejects.toThrow();
    expect(await stored()).toEqual([]);
  });
});

function entryOf(path: string, type: 'File', content: string, size = content.length): Buffer {
  const header = new Header({ path, type, size, mode: 0o644, mtime: new Date(0) });
  header.encode();
  const body = Buffer.alloc(512);
  body.write(content);
  return Buffer.concat([header.block ?? Buffer.alloc(0), body]);
}
