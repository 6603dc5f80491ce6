import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { run } from './fixtures/run.ts';

/** A small monorepo, tested with this starter. */
const project = join(import.meta.dirname, '../../..');
let root: string;

jest.setTimeout(120_000);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bodytext-monorepo-'));
  cpSync(import.meta.dirname, join(root, 'packages/starter/src'), {
    recursive: true,
    filter: (path) => !path.endsWith('.test.ts'),
  });
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'));
  // The lock file is that of the installed packages, so that nothing is installed.
  copyFileSync(join(project, 'node_modules/.package-lock.json'), join(root, 'package-lock.json'));
  write('package.json', {
    name: 'small',
    packageManager: 'npm@11.19.1',
    workspaces: ['rooms/*'],
  });
  write('biome.json', { formatter: { enabled: false } });
  write('knip.json', { include: ['files'], workspaces: { '.': { project: [] }, 'rooms/*': { entry: ['*.test.js'] } } });
  write('turbo.json', {
    tasks: {
      types: {},
      build: {},
      test: { outputs: ['test-results/test.json'] },
      e2e: { outputs: ['test-results/e2e.json'] },
    },
  });
  room('kitchen', { types: 'true', build: 'true', test: jestIn('kitchen') }, "test('cooks', () => {});\n");
  room('journey', { e2e: jestIn('journey') }, "test('arrives', () => {});\n");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: object | string) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : `${JSON.stringify(content, null, '\t')}\n`);
}

function jestIn(name: string) {
  return `node ../../node_modules/jest/bin/jest.js --rootDir ${join(root, 'rooms', name)}`;
}

function room(name: string, scripts: Record<string, string>, tests: string) {
  write(`rooms/${name}/package.json`, { name, scripts, version: '1.0.0' });
  write(`rooms/${name}/jest.config.json`, {
    reporters: ['default', join(root, 'packages/starter/src/jest-totals.cjs')],
    transform: {},
  });
  write(`rooms/${name}/${name}.test.js`, tests);
}

async function testAll() {
  const { code, out, err } = await run(join(root, 'packages/starter/src/test.mjs'), [], {
    npm_config_user_agent: 'npm/11.19.1 node/v20.20.2 linux x64 workspaces/false',
  });
  return { code, err, lines: out.trimEnd().split('\n') };
}

test('a run that passes counts every test and every check, also from the cache', async () => {
  const first = await testAll();
  // Lint, unused code, types, build, and one test in each of two rooms.
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.lines.at(-1)).toBe('6 passed, 0 failed');

  const second = await testAll();
  expect(second).toMatchObject({ code: 0, err: '' });
  expect(second.lines.at(-1)).toBe('6 passed, 0 failed');
});

test('every check runs after a failure, and each failure counts', async () => {
  room(
    'kitchen',
    { types: 'false', build: 'false', test: jestIn('kitchen') },
    "var a = 1;debugger\ntest('cooks', () => {});\ntest('burns', () => { throw new Error('smoke'); });\n",
  );
  room('journey', { e2e: jestIn('journey') }, "require('./nowhere.js');\n");
  write('rooms/kitchen/forgotten.js', '// Nothing imports this.\n');

  const { code, err, lines } = await testAll();
  expect(code).toBe(1);
  expect(lines.at(-1)).toBe('1 passed, 6 failed');
  for (const failure of [
    'lint: failed',
    'unused code: failed',
    'kitchen types: failed',
    'kitchen test: kitchen.test.js: burns',
    'kitchen build: failed',
    'journey e2e: journey.test.js: could not run',
  ]) {
    expect(lines).toContain(`  ✗ ${failure}`);
  }
  expect(err).toContain('smoke');
});

test('totals of an earlier run do not count when a run is killed', async () => {
  write('rooms/kitchen/test-results/test.json', { passed: 99, failed: 0, skipped: 0, failures: [] });
  room('kitchen', { types: 'true', build: 'true', test: 'false' }, "test('cooks', () => {});\n");
  const { code, lines } = await testAll();
  expect(code).toBe(1);
  expect(lines.at(-1)).toBe('5 passed, 1 failed');
});
