import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ChecksummedFiles } from './checksummed-files.ts';

let folder: string;
let root: string;
let cache: ChecksummedFiles;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checksummed-'));
  root = join(folder, 'site');
  cache = new ChecksummedFiles(root);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const name = 'pages/one/page.html';
const path = () => join(root, name);
const read = async () => (await cache.read(name))?.toString();

test('a file is read as it was written, and is restricted to its owner', async () => {
  await cache.write(name, 'Words, and ümläute');
  expect(await read()).toBe('Words, and ümläute');
  await cache.write(name, '');
  expect(await read()).toBe('');
  for (const made of [path(), join(root, 'pages'), root]) expect(statSync(made).mode & 0o077).toBe(0);
});

const damages: [string, () => void][] = [
  ['truncated', () => truncateSync(path(), 70)],
  ['truncated to nothing', () => truncateSync(path(), 0)],
  ['longer', () => writeFileSync(path(), 'x', { flag: 'a' })],
  ['overwritten with zeros', () => writeFileSync(path(), Buffer.alloc(statSync(path()).size))],
  [
    'with one bit flipped',
    () => {
      const bytes = readFileSync(path());
      bytes.writeUInt8((bytes.at(-3) ?? 0) ^ 1, bytes.length - 3);
      writeFileSync(path(), bytes);
    },
  ],
  [
    'of an earlier version, without a checksum',
    () => writeFileSync(path(), 'Words of an earlier version. '.repeat(10)),
  ],
];

test.each(damages)('a file that is %s is a cache miss, and is deleted', async (_, damage) => {
  await cache.write(name, 'Words that matter');
  damage();
  expect(await read()).toBeUndefined();
  expect(await cache.list('pages/one')).toEqual([]);
  await cache.write(name, 'Made again');
  expect(await read()).toBe('Made again');
});

describe('an obstruction of a file’s path is deleted:', () => {
  test.each([
    ['a folder at its path', () => mkdirSync(join(path(), 'inside'), { recursive: true })],
    ['a file at its folder’s path', () => writeFileSync(join(root, 'pages'), '')],
    [
      'a file at the root’s path',
      () => {
        rmSync(root, { recursive: true });
        writeFileSync(root, '');
      },
    ],
  ])('%s', async (_, put) => {
    mkdirSync(root);
    put();
    expect(await read()).toBeUndefined();
    await cache.write(name, 'Made again');
    expect(await read()).toBe('Made again');
  });

  test('but nothing above the root, and no symbolic link', async () => {
    writeFileSync(join(folder, 'file'), 'somebody’s');
    await expect(new ChecksummedFiles(join(folder, 'file', 'site')).write(name, 'Words')).rejects.toThrow('ENOTDIR');
    symlinkSync(join(folder, 'file'), join(folder, 'link'));
    await expect(new ChecksummedFiles(join(folder, 'link')).write(name, 'Words')).rejects.toThrow();
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('somebody’s');
  });
});

test('a full disk leaves the old file, and no temporary one', async () => {
  await cache.write(name, 'Words');
  const script = `
    const { ChecksummedFiles } = await import(${JSON.stringify(join(import.meta.dirname, 'checksummed-files.ts'))});
    const failure = await new ChecksummedFiles(${JSON.stringify(root)}).write('${name}', 'x'.repeat(100_000)).catch((error) => error);
    console.log(failure?.code);`;
  // A limit on the file size fails like a full disk, in the middle of the write.
  const limited = ['-c', 'trap "" XFSZ; ulimit -f 8; exec "$0" "$@"', process.execPath];
  const { stdout } = spawnSync('bash', [...limited, '--no-warnings', '--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect(stdout.trim()).toBe('EFBIG');
  expect(readdirSync(join(root, 'pages', 'one'))).toEqual(['page.html']);
  expect(await read()).toBe('Words');
});
