import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { isAlive, start, until } from './fixtures/run.ts';

const supervised = join(import.meta.dirname, 'fixtures', 'supervised.mjs');
const left: number[] = [];

jest.setTimeout(60_000);

afterEach(() => {
  for (const pid of left.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
});

/** Starts servers under a supervisor, and waits until all are up. */
async function open(servers: string[], env: Record<string, string> = {}) {
  const started = start(supervised, servers, env);
  if (started.child.pid) left.push(started.child.pid);
  await until(`the servers are up:\n${started.output.err}`, () => started.output.out.includes('up\n'));
  const pids = [...started.output.out.matchAll(/pids (\d+) (\d+)/g)].flatMap(([, a, b]) => [Number(a), Number(b)]);
  left.push(...pids);
  return { ...started, pids };
}

describe('every child process is ended', () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    test(`by ${signal}, with exit code 0`, async () => {
      const { child, ended, pids } = await open(['server.mjs:4140', 'server.mjs:4141']);
      const since = Date.now();
      child.kill(signal);
      expect(await ended).toMatchObject({ code: 0, err: '' });
      expect(Date.now() - since).toBeLessThan(20_000);
      expect(pids).toHaveLength(4);
      expect(pids.filter(isAlive)).toEqual([]);
    });
  }

  test('by SIGKILL after a timeout, with descendants in another process group', async () => {
    const { child, ended, pids } = await open(['server.mjs:4140', 'server.mjs:4141:--deaf']);
    const since = Date.now();
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
    expect(Date.now() - since).toBeLessThan(20_000);
    expect(pids).toHaveLength(4);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  test('by Ctrl-C before all servers are up, with exit code 130', async () => {
    // With port 0 the fixture listens on a random port, so its health check never succeeds.
    const started = start(supervised, ['server.mjs:4140', 'server.mjs:0']);
    await until('both have started', () => (started.output.out.match(/pids/g) ?? []).length === 2);
    started.child.kill('SIGINT');
    const { code } = await started.ended;
    expect(code).toBe(started.output.out.includes('up\n') ? 0 : 130);
  });

  test('once by a signal that arrives twice, from npm and from the terminal', async () => {
    const { child, ended, pids } = await open(['server.mjs:4140']);
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, err: '' });
    expect(pids.filter(isAlive)).toEqual([]);
  });

  test('when the starter itself is killed by SIGKILL', async () => {
    const { child, pids } = await open(['server.mjs:4140', 'server.mjs:4141']);
    child.kill('SIGKILL');
    await until('every server has ended', () => pids.every((pid) => !isAlive(pid)));
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

test('a server can use IPC with its own forked worker, which ends with it', async () => {
  const { child, ended, pids } = await open(['forking.mjs:4140']);
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, err: '' });
  expect(pids).toHaveLength(2);
  expect(pids.filter(isAlive)).toEqual([]);
});

describe('a server that exits', () => {
  test('is restarted with exponential backoff and a line in its log, while the others keep answering', async () => {
    const logs = mkdtempSync(join(tmpdir(), 'supervised-'));
    const { child, ended, output, pids } = await open(['server.mjs:4140', 'forking.mjs:4141'], { LOG_FOLDER: logs });
    const log = () => readFileSync(join(logs, 'server.mjs.log'), 'utf8');
    const pidsInLog = () =>
      [...log().matchAll(/^pids (\d+) (\d+)$/gm)].map(([, pid, own]) => [Number(pid), Number(own)]);
    const answers: Promise<boolean>[] = [];
    const request = () =>
      answers.push(
        fetch('http://localhost:4141').then(
          ({ ok }) => ok,
          () => false,
        ),
      );
    for (const [exits, wait] of ['0.25', '0.5'].entries()) {
      process.kill(pidsInLog().at(-1)?.[0] ?? 0, 'SIGKILL');
      const line = `server.mjs stopped (killed by SIGKILL). It is started again in ${wait} s.`;
      await until('the restart is printed', () => request() > 0 && output.err.includes(line));
      await until(
        'it is up again',
        () => request() > 0 && output.err.split('server.mjs is up again.').length === exits + 2,
      );
      expect((await fetch('http://localhost:4140')).status).toBe(200);
    }
    expect(await Promise.all(answers)).not.toContain(false);
    expect(log()).toMatch(/^— \S+ server\.mjs stopped \(killed by SIGKILL\)\. It is started again in 0\.25 s\.$/m);
    left.push(...pidsInLog().flat());
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
    expect([...pids, ...left].filter(isAlive)).toEqual([]);
    rmSync(logs, { recursive: true });
  });

  test('five times within a minute is reported with its last lines, and all others are stopped', async () => {
    const { ended, pids } = await open(['server.mjs:4140', 'crashing.mjs:4141']);
    const { code, err } = await ended;
    expect(code).toBe(1);
    expect(err.match(/It is started again in [\d.]+ s/g)).toEqual(
      ['0.25', '0.5', '1', '2'].map((wait) => `It is started again in ${wait} s`),
    );
    expect(err).toContain('crashing.mjs stopped (exit code 7), 5 times within a minute');
    expect(err).toContain('the disk is on fire');
    expect(err).not.toMatch(/^\s+at /m);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  test('before its first healthy answer, as with a port in use, stops all others at once', async () => {
    const other = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => other.listen(4141, '127.0.0.1', resolve));
    const { ended } = start(supervised, ['server.mjs:4140', 'server.mjs:4141']);
    const { code, err } = await ended;
    other.close();
    expect(code).toBe(1);
    expect(err).toContain('server.mjs stopped (exit code 1). Its last lines:');
    expect(err).toContain('EADDRINUSE');
    expect(err).not.toContain('started again');
  });
});
