import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Newsroom, openNewsroom } from '@bodytext/e2e/newsroom';
import { inSeconds, type Result, type Row } from '@bodytext/measure/measure';
import { memoryOfPrograms } from './programs.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const built = ['apps/web/.next', 'studio/dist', 'apps/lake/dist'];

/** `npm start` until all servers are healthy: without builds, then with them. Then the servers' memory. */
export async function start(): Promise<Result> {
  await Promise.all(built.map((folder) => rm(root + folder, { recursive: true, force: true })));
  // Otherwise Turborepo restores the last build from its cache.
  const first = await startOnce({ TURBO_FORCE: 'true' });
  const second = await startOnce({}, memoryOfPrograms);
  return {
    name: 'npm start',
    baseline: `the first start, ${inSeconds(first.time)}`,
    rows: [
      { name: 'nothing built', value: inSeconds(first.time), bar: { text: 'under 60 s', met: first.time < 60_000 } },
      {
        name: 'the second time',
        value: inSeconds(second.time),
        ratio: second.time / first.time,
        bar: { text: 'under 6 s', met: second.time < 6_000 },
      },
      ...second.rows,
    ],
  };
}

/** The data folder is empty, so that the time includes seeding the demo. */
async function startOnce(
  env: Record<string, string>,
  lookAt: (newsroom: Newsroom) => Promise<Row[]> = async () => [],
): Promise<{ time: number; rows: Row[] }> {
  const began = performance.now();
  const newsroom = await openNewsroom(env);
  const time = performance.now() - began;
  try {
    return { time, rows: await lookAt(newsroom) };
  } finally {
    await newsroom.close();
  }
}
