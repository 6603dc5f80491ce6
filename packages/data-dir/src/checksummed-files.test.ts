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
import { KeptFiles } from './kept-files.ts';

let folder: string;
let root: string;
let kept: KeptFiles;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'));
  root = join(folder, 'site');
  kept = new KeptFiles(root);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const name = 'pages/one/page.html';
const path = () => join(root, name);
const read = async () => (await kept.read(name))?.toString();

test('what was written is read as it was, and is for its owner only', async () => {
  await kept.write(name, 'Words, and ümläute');
  expect(await read()).toBe('Words, and ümläute');
  await kept.write(name, '');
  expect(await read()).toBe('');
  for (const made of [path(), join(root, 'pages'), root]) expect(statSync(made).mode & 0o077).toBe(0);
});

const damages: [string, () => void][] = [
  ['cut short', () => truncateSync(path(), 70)],
  ['cut to nothing', () => truncateSync(path(), 0)],
  ['longer', () => writeFileSync(path(), 'x', { flag: 'a' })],
  ['zeroed', () => writeFileSync(path(), Buffer.alloc(statSync(path()).size))],
  [
    'with one bit turned',
    () => {
      const bytes = readFileSync(path());
      bytes.writeUInt8((bytes.at(-3) ?? 0) ^ 1, bytes.length - 3);
      writeFileSync(path(), bytes);
    },
  ],
  ['of an earlier version, without a digest', () => writeFileSync(path(), 'Words of an earlier version. '.repeat(10))],
];

test.each(damages)('a file that is %s counts as not there, and is removed', async (_, damage) => {
  await kept.write(name, 'Words that matter');
  damage();
  expect(await read()).toBeUndefined();
  expect(await kept.list('pages/one')).toEqual([]);
  await kept.write(name, 'Made again');
  expect(await read()).toBe('Made again');
});

describe('what is in the way of a file goes:', () => {
  test.each([
    ['a folder in its place', () => mkdirSync(join(path(), 'inside'), { recursive: true })],
    ['a file in the place of its folder', () => writeFileSync(join(root, 'pages'), '')],
    [
      'a file in the place of all',
      () => {
        rmSync(root, { recursive: true });
        writeFileSync(root, '');
      },
    ],
  ])('%s', async (_, put) => {
    mkdirSync(root);
    put();
    expect(await read()).toBeUndefined();
    await kept.write(name, 'Made again');
    expect(await read()).toBe('Made again');
  });

  test('but nothing above, and no link', async () => {
    writeFileSync(join(folder, 'file'), 'somebody’s');
    await expect(new KeptFiles(join(folder, 'file', 'site')).write(name, 'Words')).rejects.toThrow('ENOTDIR');
    symlinkSync(join(folder, 'file'), join(folder, 'link'));
    await expect(new KeptFiles(join(folder, 'link')).write(name, 'Words')).rejects.toThrow();
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('somebody’s');
  });
});

test('a full disk leaves what was there, and nothing else', async () => {
  await kept.write(name, 'Words');
  const script = `
    const { KeptFiles } = await import(${JSON.stringify(join(import.meta.dirname, 'kept-files.ts'))});
    const failure = await new KeptFiles(${JSON.stringify(root)}).write('${name}', 'x'.repeat(100_000)).catch((error) => error);
    console.log(failure?.code);`;
  // A limit of how large a file may become fails as a full disk does, in the middle of the write.
  const limited = ['-c', 'trap "" XFSZ; ulimit -f 8; exec "$0" "$@"', process.execPath];
  const { stdout } = spawnSync('bash', [...limited, '--no-warnings', '--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect(stdout.trim()).toBe('EFBIG');
  expect(readdirSync(join(root, 'pages', 'one'))).toEqual(['page.html']);
  expect(await read()).toBe('Words');
});
