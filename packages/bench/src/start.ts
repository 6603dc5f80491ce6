import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Newsroom, openNewsroom } from '@bodytext/e2e/newsroom';
import { inSeconds, type Result, timeOf } from './measure.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const built = ['apps/web/.next', 'studio/dist'];

/** `npm start` with packages installed, to all three servers healthy: with nothing built, and again. */
export async function start(): Promise<Result> {
  await Promise.all(built.map((folder) => rm(root + folder, { recursive: true, force: true })));
  // Turborepo would restore what it built before.
  const first = await timeOfStart({ TURBO_FORCE: 'true' });
  const second = await timeOfStart({});
  return {
    name: 'npm start',
    baseline: `the first start, ${inSeconds(first)}`,
    rows: [
      { name: 'nothing built', value: inSeconds(first), bar: { text: 'under 60 s', met: first < 60_000 } },
      {
        name: 'the second time',
        value: inSeconds(second),
        ratio: second / first,
        bar: { text: 'under 6 s', met: second < 6_000 },
      },
    ],
  };
}

/** Each start has an empty data folder, so that seeding the demo is in the time. */
async function timeOfStart(env: Record<string, string>): Promise<number> {
  let newsroom: Newsroom | undefined;
  const time = await timeOf(async () => {
    newsroom = await openNewsroom(env);
  });
  await newsroom?.close();
  return time;
}
