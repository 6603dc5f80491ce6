import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type LakeProcess, startLakeProcess } from '@bodytext/e2e/lake-process';
import { aPhotograph } from '@bodytext/lake/assets/picture.fixture';
import { openLake } from '@bodytext/lake/lake';
import { fillLake } from '@bodytext/measure/filled';
import { inMilliseconds, quantile, type Row } from '@bodytext/measure/measure';
import { slugOf } from '@bodytext/measure/newsroom-documents';
import { createClient, type SanityClient } from '@sanity/client';
import { z } from 'zod';
import { greed } from './neighbours/greed.ts';
import type { Outcome, Target } from './neighbours/greedy-requests.ts';
import { classes, createNeighbour, type Neighbour, type RequestClass, type Times } from './neighbours/neighbour.ts';

const maxRatio = 5;
/** How long to wait for the greedy caller's first response. */
const startTimeoutMs = 20_000;
const program = fileURLToPath(new URL('./neighbours/greedy-caller.ts', import.meta.url));
const outcome = z.object({ answered: z.number(), refused: z.number(), failed: z.number() });
/** For debugging: only some kinds, separated by semicolons; and Node options of the lake, such as a profiler. */
const variables = z.object({
  NEIGHBOURS_KINDS: z.string().optional(),
  NEIGHBOURS_NODE_OPTIONS: z.string().default(''),
});
/** Below it, as in tests, times are not compared: the next kind need not wait until the last one's requests are done. */
const minRoundsToCompare = 20;

type Scene = { targetOf(kind: string): Target; neighbour: Neighbour; close(): Promise<void> };
/** One kind of greed: its responses, and the neighbour's latencies without it and beside it. */
export type Found = { kind: string; outcome: Outcome; calm: Times; beside: Times };

/**
 * The latency of one modest caller beside one greedy caller, for every kind of greed, as a ratio to its latency alone.
 *
 * @param rounds of the modest caller's requests in each measurement
 */
export async function neighbours(rounds: number): Promise<Row[]> {
  const { found, wrong } = await measureNeighbours(rounds);
  return [
    ...found.flatMap(rowsOf),
    {
      name: 'requests of the neighbour that were not answered as ever',
      value: wrong.length === 0 ? '0' : `${wrong.length}: ${[...new Set(wrong)].slice(0, 5).join('; ')}`,
      bar: { text: 'none', met: wrong.length === 0 },
    },
  ];
}

export async function measureNeighbours(rounds: number): Promise<{ found: Found[]; wrong: string[] }> {
  const scene = await openScene(rounds);
  try {
    const { neighbour } = scene;
    const found: Found[] = [];
    await neighbour.measure(rounds, 0);
    let before = await neighbour.measure(rounds, 0);
    for (const kind of selectedKinds()) {
      const greedy = await startGreedy(kind, scene.targetOf(kind));
      const beside = await neighbour.measure(rounds, 0);
      const outcome = await greedy.end({ andSettle: rounds >= minRoundsToCompare });
      // The baseline is measured before and after, so that other load on the machine affects both.
      const after = await neighbour.measure(rounds, 0);
      found.push({ kind, outcome, beside, calm: merged(before, after) });
      before = after;
    }
    return { found, wrong: neighbour.wrong };
  } finally {
    await scene.close();
  }
}

function selectedKinds(): string[] {
  const { NEIGHBOURS_KINDS: named } = variables.parse(process.env);
  return named === undefined
    ? Object.keys(greed)
    : Object.keys(greed).filter((kind) => named.split(';').includes(kind));
}

function merged(one: Times, other: Times): Times {
  return {
    reads: [...one.reads, ...other.reads],
    writes: [...one.writes, ...other.writes],
    pictures: [...one.pictures, ...other.pictures],
  };
}

function rowsOf({ kind, outcome: { answered, refused, failed }, calm, beside }: Found): Row[] {
  return classes.map((name: RequestClass) => {
    const [quiet, busy] = [quantile(calm[name], 0.95), quantile(beside[name], 0.95)];
    const ratio = busy / quiet;
    return {
      name: `${kind} (${answered} answered, ${refused} refused, ${failed} failed): a neighbour’s ${name}, p95`,
      value: `${inMilliseconds(quiet)} → ${inMilliseconds(busy)}`,
      ratio,
      bar: { text: `at most ${maxRatio} × calm`, met: ratio <= maxRatio },
    };
  });
}

type Greedy = { end(options: { andSettle: boolean }): Promise<Outcome> };

/** Resolves with the greedy caller's first response. */
async function startGreedy(kind: string, target: Target): Promise<Greedy> {
  const child = fork(program, { execArgv: ['--no-warnings'] });
  const reported = new Promise<Outcome>((resolve, reject) => {
    child.on('message', (message) => message === 'begun' || resolve(outcome.parse(message)));
    child.on('exit', (code) => reject(new Error(`The greedy caller ended with ${code}: ${kind}`)));
  });
  const begun = once(child, 'message');
  child.send({ kind, target });
  await Promise.race([begun, pause(startTimeoutMs, undefined, { ref: false })]);
  return {
    end({ andSettle }) {
      child.send(andSettle ? 'over' : 'over at once');
      return reported;
    },
  };
}

async function openScene(rounds: number): Promise<Scene> {
  const documents = rounds < minRoundsToCompare ? 500 : 10_000;
  const { NEIGHBOURS_NODE_OPTIONS: NODE_OPTIONS } = variables.parse(process.env);
  const { dataDir, remove } = await fillLake(documents);
  const tokens = await createTokens(dataDir);
  // Trusts one proxy: both callers have this machine's address, and `X-Forwarded-For` tells them apart.
  const lake = await startLakeProcess({
    dataDir,
    env: { STUDIO_PROXIES: '1', NODE_OPTIONS },
  });
  const client = clientOf(lake, tokens.modest);
  const id = 'article-399';
  await client.createOrReplace({ _id: `drafts.${id}`, _type: 'article', headline: 'Begun' });
  await writeHistories(client);
  const pictures = {
    small: await uploaded(client, aPhotograph(800, 600).jpeg()),
    large: await uploaded(client, aPhotograph(6_000, 4_000).jpeg()),
  };
  const neighbour = createNeighbour({
    url: lake.url,
    token: tokens.modest,
    slug: slugOf(401),
    id,
    picture: pictures.small,
  });
  return {
    targetOf: (kind) => ({ url: lake.url, token: tokens.greedy.get(kind) ?? '', pictures, documents }),
    neighbour,
    async close() {
      neighbour.close();
      await lake.stop();
      await remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** One token per kind of greed, as rate limits and fair queues remember what a caller has used. */
async function createTokens(dataDir: string): Promise<{ modest: string; greedy: Map<string, string> }> {
  const url = 'http://localhost';
  const lake = openLake({ dataDir, urls: { lake: url, studio: url, site: url } });
  const create = (label: string): string => lake.people.createToken('administrator', label);
  const greedy = new Map(Object.keys(greed).map((kind) => [kind, create(kind)]));
  const tokens = { modest: create('Neighbour'), greedy };
  await lake.close();
  return tokens;
}

function clientOf(lake: LakeProcess, token: string): SanityClient {
  const settings = {
    projectId: 'bodytext',
    dataset: 'production',
    apiVersion: '2025-02-19',
    perspective: 'raw',
  } as const;
  return createClient({ ...settings, apiHost: lake.url, token, useProjectHostname: false, useCdn: false });
}

const histories = 3;
const changesOfOne = 100;

async function writeHistories(client: SanityClient): Promise<void> {
  for (let change = 0; change < changesOfOne; change += 1) {
    const transaction = client.transaction();
    for (let n = 0; n < histories; n += 1) {
      const body = `What was said the ${change}th time. `.repeat(500);
      transaction.createOrReplace({
        _id: `drafts.history-${n}`,
        _type: 'article',
        headline: `Change ${change}`,
        lead: body,
      });
    }
    await transaction.commit({ visibility: 'async' });
  }
}

async function uploaded(client: SanityClient, picture: ReturnType<typeof aPhotograph>): Promise<string> {
  const { path } = await client.assets.upload('image', await picture.toBuffer());
  return path.split('/').at(-1) ?? '';
}
