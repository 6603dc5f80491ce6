import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { until } from './until.ts';

let newsroom: Newsroom;

beforeAll(async () => {
  newsroom = await openNewsroom();
}, 600_000);

afterAll(async () => {
  await newsroom?.close();
});

/** The id of this newsroom's process with `program` in its command line. */
function processOf(program: string): number {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (textOf(pid, 'cmdline').includes(program) && textOf(pid, 'environ').includes(newsroom.dataDir))
      return Number(pid);
  }
  throw new Error(`There is no process of ${program}.`);
}

function textOf(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // The process has exited since it was listed.
    return '';
  }
}

async function isUp(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

test('a lake that dies is started again, and the site answers all the while', async () => {
  // Fills the cache: the site can't serve a page that it never rendered while the lake is down.
  expect((await fetch(newsroom.siteUrl)).status).toBe(200);
  const statuses: (number | string)[] = [];
  let pid = processOf('apps/lake/src/main.mjs');
  for (let death = 0; death < 2; death += 1) {
    process.kill(pid, 'SIGKILL');
    await until(
      async () => {
        const [status, isBack] = await Promise.all([
          fetch(newsroom.siteUrl).then(({ status }) => status, String),
          isUp(newsroom.lakeUrl),
        ]);
        statuses.push(status);
        return isBack && processOf('apps/lake/src/main.mjs') !== pid;
      },
      () => 'The lake never came back.',
      120_000,
    );
    pid = processOf('apps/lake/src/main.mjs');
  }
  expect([...new Set(statuses)]).toEqual([200]);
});

test('a site that dies is started again', async () => {
  process.kill(processOf('apps/web/src/main.ts'), 'SIGKILL');
  await until(
    () => isUp(newsroom.siteUrl),
    () => 'The site never came back.',
    120_000,
  );
  expect((await fetch(newsroom.siteUrl)).status).toBe(200);
});
