import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { isAlive, start, until } from './fixtures/run.ts';

const house = join(import.meta.dirname, 'fixtures', 'house.mjs');
const left: number[] = [];

jest.setTimeout(60_000);

afterEach(() => {
  for (const pid of left.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
});

/** Opens a house, and waits until all its servers are up. */
async function open(wishes: string[], env: Record<string, string> = {}) {
  const started = start(house, wishes, env);
  if (started.child.pid) left.push(started.child.pid);
  await until(`the house is up:\n${started.said.err}`, () => started.said.out.includes('up\n'));
  const pids = [...started.said.out.matchAll(/pids (\d+) (\d+)/g)].flatMap(([, a, b]) => [Number(a), Number(b)]);
  left.push(...pids);
  return { ...started, pids };
}

describe('whatever was started is ended', () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    test(`${signal} ends every process at once, and is no failure`, async () => {
      const { child, ended, pids } = await open(['server.mjs:4140', 'server.mjs:4141']);
      const since = Date.now();
      child.kill(signal);
      expect(await ended).toMatchObject({ code: 0, err: '' });
      expect(Date.now() - since).toBeLessThan(20_000);
      expect(pids).toHaveLength(4);
      expect(pids.filter(isAlive)).toEqual([]);
    });
  }

  test('a server that will not end is killed after a while, with what it started in a group of its own', async () => {
    const { child, ended, pids } = await open(['server.mjs:4140', 'server.mjs:4141:--deaf']);
    const since = Date.now();
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
    expect(Date.now() - since).toBeLessThan(20_000);
    expect(pids).toHaveLength(4);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  test('Ctrl-C before all is up ends what is there, and counts as a failure', async () => {
    // Nothing answers on a port that the fixture was not given.
    const started = start(house, ['server.mjs:4140', 'server.mjs:0']);
    await until('both have begun', () => (started.said.out.match(/pids/g) ?? []).length === 2);
    started.child.kill('SIGINT');
    const { code } = await started.ended;
    expect(code).toBe(started.said.out.includes('up\n') ? 0 : 130);
  });

  test('a signal that comes twice, as npm and the terminal both send it, does no harm', async () => {
    const { child, ended, pids } = await open(['server.mjs:4140']);
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, err: '' });
    expect(pids.filter(isAlive)).toEqual([]);
  });

  test('servers end by themselves when the starter is killed outright', async () => {
    const { child, pids } = await open(['server.mjs:4140', 'server.mjs:4141']);
    child.kill('SIGKILL');
    await until('every server has ended', () => pids.every((pid) => !isAlive(pid)));
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

test('a server can talk with workers of its own, and they end with it', async () => {
  const { child, ended, pids } = await open(['forking.mjs:4140']);
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, err: '' });
  expect(pids).toHaveLength(2);
  expect(pids.filter(isAlive)).toEqual([]);
});

describe('a server that dies', () => {
  test('is started again, said in a line and in its log, while the others answer all the while', async () => {
    const logs = mkdtempSync(join(tmpdir(), 'house-'));
    const { child, ended, said, pids } = await open(['server.mjs:4140', 'forking.mjs:4141'], { HOUSE_LOGS: logs });
    const log = () => readFileSync(join(logs, 'server.mjs.log'), 'utf8');
    const begun = () => [...log().matchAll(/^pids (\d+) (\d+)$/gm)].map(([, pid, own]) => [Number(pid), Number(own)]);
    const answers: Promise<boolean>[] = [];
    const ask = () =>
      answers.push(
        fetch('http://localhost:4141').then(
          ({ ok }) => ok,
          () => false,
        ),
      );
    for (const [deaths, wait] of ['0.25', '0.5'].entries()) {
      process.kill(begun().at(-1)?.[0] ?? 0, 'SIGKILL');
      const line = `server.mjs stopped (killed by SIGKILL). It is started again in ${wait} s.`;
      await until('it is said', () => ask() > 0 && said.err.includes(line));
      await until('it is up again', () => ask() > 0 && said.err.split('server.mjs is up again.').length === deaths + 2);
      expect((await fetch('http://localhost:4140')).status).toBe(200);
    }
    expect(await Promise.all(answers)).not.toContain(false);
    expect(log()).toMatch(/^— \S+ server\.mjs stopped \(killed by SIGKILL\)\. It is started again in 0\.25 s\.$/m);
    left.push(...begun().flat());
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
    expect([...pids, ...left].filter(isAlive)).toEqual([]);
    rmSync(logs, { recursive: true });
  });

  test('five times within a minute is named with its last lines, and the rest is ended', async () => {
    const { ended, pids } = await open(['server.mjs:4140', 'mortal.mjs:4141']);
    const { code, err } = await ended;
    expect(code).toBe(1);
    expect(err.match(/It is started again in [\d.]+ s/g)).toEqual(
      ['0.25', '0.5', '1', '2'].map((wait) => `It is started again in ${wait} s`),
    );
    expect(err).toContain('mortal.mjs stopped (exit code 7), 5 times within a minute');
    expect(err).toContain('the disk is on fire');
    expect(err).not.toMatch(/^\s+at /m);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  test('before it has ever answered, as with a port that is taken, ends all at once with its sentence', async () => {
    const other = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => other.listen(4141, '127.0.0.1', resolve));
    const { ended } = start(house, ['server.mjs:4140', 'server.mjs:4141']);
    const { code, err } = await ended;
    other.close();
    expect(code).toBe(1);
    expect(err).toContain('server.mjs stopped (exit code 1). Its last lines:');
    expect(err).toContain('EADDRINUSE');
    expect(err).not.toContain('started again');
  });
});
