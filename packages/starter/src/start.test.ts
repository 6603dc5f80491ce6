import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { run } from './fixtures/run.ts';

const start = join(import.meta.dirname, 'start.mjs');
const folder = mkdtempSync(join(tmpdir(), 'bodytext-starter-'));
const validEnv = {
  DATA_DIR: join(folder, 'data'),
  SITE_PORT: '4142',
  STUDIO_PORT: '4143',
  LAKE_PORT: '4144',
  npm_config_user_agent: 'npm/11.19.1 node/v20.20.2 linux x64 workspaces/false',
};

jest.setTimeout(30_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts with an invalid environment, and returns the error message. */
async function refusal(env: Record<string, string>, nodeArgs: string[] = []): Promise<string> {
  const { code, err } = await run(start, [], { ...validEnv, ...env }, nodeArgs);
  expect(code).toBe(1);
  expect(err.endsWith('\n')).toBe(true);
  return err.slice(0, -1);
}

test('an old Node gets one sentence', async () => {
  const pretend = "Object.defineProperty(process, 'version', { value: 'v14.21.3' })";
  expect(await refusal({}, ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`])).toBe(
    'Bodytext needs Node 20 or newer, and this is Node 14.21.3: install one from https://nodejs.org.',
  );
});

test('an old npm gets one sentence', async () => {
  expect(await refusal({ npm_config_user_agent: 'npm/9.6.4 node/v20.0.0 linux x64 workspaces/false' })).toBe(
    'Bodytext needs npm 10 or newer, and this is npm 9.6.4: update it with "npm install --global npm@10".',
  );
});

describe('a data folder that cannot be written gets one sentence', () => {
  test('when a file is in the way', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await refusal({ DATA_DIR: join(folder, 'file', 'data') })).toBe(
      `The data folder ${join(folder, 'file', 'data')} cannot be written (not a directory): choose another with DATA_DIR.`,
    );
  });

  test('when the place itself allows no writing', async () => {
    expect(await refusal({ DATA_DIR: '/proc/bodytext' })).toMatch(
      /^The data folder \/proc\/bodytext cannot be written \([^()]+\): choose another with DATA_DIR\.$/,
    );
  });
});

describe('a port that cannot be used gets one sentence', () => {
  let other: Server;
  let everywhere: Server;
  beforeAll(async () => {
    other = await occupy(4145, '127.0.0.1');
    everywhere = await occupy(4146);
  });
  afterAll(() => {
    other.close();
    everywhere.close();
  });

  test('that names the port, its server and the variable', async () => {
    expect(await refusal({ STUDIO_PORT: '4145' })).toBe(
      'Port 4145 is taken by another program: choose another for the studio with STUDIO_PORT.',
    );
  });

  test('that names all ports that are taken', async () => {
    expect(await refusal({ SITE_PORT: '4146', LAKE_PORT: '4145' })).toBe(
      'Ports 4146 and 4145 are taken by another program: choose others for the site and lake with SITE_PORT and LAKE_PORT.',
    );
  });

  test('when two servers are given the same', async () => {
    expect(await refusal({ LAKE_PORT: '4142' })).toBe(
      'The site and the lake are both given port 4142: choose another with SITE_PORT or LAKE_PORT.',
    );
  });

  test.each(['abc', '0', '65536', '30.5', '-1'])('when it is no port: %s', async (port) => {
    expect(await refusal({ SITE_PORT: port })).toBe(
      `SITE_PORT is "${port}", which is not a port: use a whole number from 1 to 65535.`,
    );
  });
});

function occupy(port: number, host?: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen({ port, host }, () => resolve(server));
  });
}
