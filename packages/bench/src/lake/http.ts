import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createToken, startLakeProcess } from '@bodytext/e2e/lake-process';
import { fillLake } from '@bodytext/measure/filled';
import { medianRatio, quantile, type Row } from '@bodytext/measure/measure';
import { slugOf } from '@bodytext/measure/newsroom-documents';
import { namedQueries } from './named-queries.ts';
import { requestsPerSecond } from './requests.ts';

const size = 10_000;
/** Many short rounds, in turns with the baseline: the machine's speed changes within seconds. */
const rounds = 9;
const roundMs = 1_000;
/** Until V8 has optimized the hot code, in the lake and in the baseline. */
const warmUpMs = 10_000;
const starts = 7;
const mebi = 1024 * 1024;
const slugs = Array.from({ length: size - 300 }, (_, n) => n + 200).filter((n) => n % 10 !== 9);
const bySlug = '*[_type == "article" && slug.current == $slug][0]';

/** The lake as a process, over HTTP with a token: its start, its speed against a bare server, its memory. */
export async function overHttp(): Promise<Row[]> {
  const { dataDir, remove } = await fillLake(size);
  const token = await createToken(dataDir);
  await compile(dataDir, token);
  const startMs = await startTime(dataDir, token);
  const lake = await startLakeProcess({ dataDir });
  try {
    const speeds = await speedsOf(new URL(lake.url), token);
    await sendAllQueries(lake.url, token);
    return [...rowsOf(speeds), startRow(startMs), memoryRow(await residentMemory(lake.child.pid))];
  } finally {
    await lake.stop();
    await remove();
  }
}

/**
 * Fills the compile cache of the main and the query worker thread, and creates the secrets, before anything is measured:
 * compiling takes 16 MB in each thread.
 */
async function compile(dataDir: string, token: string): Promise<void> {
  const lake = await startLakeProcess({ dataDir });
  await sendAllQueries(lake.url, token);
  await lake.stop();
}

async function sendAllQueries(url: string, token: string): Promise<void> {
  for (const { query, params = {} } of namedQueries) await get(url, token, pathOf(query, params));
}

async function startTime(dataDir: string, token: string): Promise<number> {
  const times: number[] = [];
  for (let start = 0; start < starts; start++) {
    const began = performance.now();
    const lake = await startLakeProcess({ dataDir });
    await get(lake.url, token, pathOf(bySlug, { slug: slugOf(5_000) }));
    times.push(performance.now() - began);
    await lake.stop();
  }
  return quantile(times, 0.5);
}

/** Requests a second, and the median of the rounds' ratios to the bare server. */
type Speeds = { bare: number; uncached: Speed; cached: Speed };
type Speed = { perSecond: number; ratio: number };

async function speedsOf(url: URL, token: string): Promise<Speeds> {
  const header = `Authorization: Bearer ${token}`;
  const one = pathOf(bySlug, { slug: slugOf(5_000) });
  const bare = await startBare(await get(url.href, token, one));
  const figures = { bare: [] as number[], uncached: [] as number[], cached: [] as number[] };
  let count = 0;
  // A new tag each time, so that the query cache has no result.
  const uncached = () => slugs.map((n) => `${pathOf(bySlug, { slug: slugOf(n) })}&tag=${count++}`);
  try {
    await requestsPerSecond(bare.url, header, [one], warmUpMs);
    await requestsPerSecond(url, header, uncached(), warmUpMs);
    for (let round = 0; round < rounds; round++) {
      figures.bare.push(await requestsPerSecond(bare.url, header, [one], roundMs));
      figures.uncached.push(await requestsPerSecond(url, header, uncached(), roundMs));
      figures.cached.push(await requestsPerSecond(url, header, [one], roundMs));
    }
  } finally {
    bare.stop();
  }
  return {
    bare: quantile(figures.bare, 0.5),
    uncached: speedOf(figures.uncached, figures.bare),
    cached: speedOf(figures.cached, figures.bare),
  };
}

function speedOf(perSecond: readonly number[], bare: readonly number[]): Speed {
  return { perSecond: quantile(perSecond, 0.5), ratio: medianRatio(perSecond, bare) };
}

function rowsOf({ bare, uncached, cached }: Speeds): Row[] {
  const perSecond = (count: number) => `${Math.round(count)}/s`;
  return [
    { name: 'a bare node:http server, the same bytes', value: perSecond(bare) },
    {
      name: 'by slug over HTTP, never asked before',
      value: perSecond(uncached.perSecond),
      ratio: uncached.ratio,
      bar: { text: 'at least 0.35 ×', met: uncached.ratio >= 0.35 },
    },
    {
      name: 'the same query again',
      value: perSecond(cached.perSecond),
      ratio: cached.ratio,
      bar: { text: 'at least 0.5 ×', met: cached.ratio >= 0.5 },
    },
  ];
}

function startRow(milliseconds: number): Row {
  const value = `${milliseconds.toFixed(0)} ms`;
  return {
    name: `start with ${size} documents, to the first answer, median of ${starts}`,
    value,
    bar: { text: 'at most 500 ms', met: milliseconds <= 500 },
  };
}

function memoryRow(bytes: number): Row {
  const value = `${Math.round(bytes / mebi)} MB`;
  return {
    name: 'resident memory after all these requests',
    value,
    bar: { text: 'at most 220 MB', met: bytes <= 220 * mebi },
  };
}

async function residentMemory(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

function pathOf(query: string, params: Record<string, unknown>): string {
  const named = Object.entries(params).map(([name, value]) => [`$${name}`, JSON.stringify(value)]);
  const search = new URLSearchParams({ query, ...Object.fromEntries(named) });
  return `/v2025-02-19/data/query/production?${search}`;
}

/** On a busy machine a query times out before all it reads is in the page cache; a retry gets further. */
const maxRetries = 10;

async function get(url: string, token: string, path: string, retries = 0): Promise<string> {
  const answer = await fetch(new URL(path, url), { headers: { authorization: `Bearer ${token}` } });
  if (answer.ok) return answer.text();
  const message = await answer.text();
  const isBusy = answer.status === 429 || message.includes('was stopped');
  if (!isBusy || retries >= maxRetries) throw new Error(`The lake answered ${answer.status}: ${message}`);
  return get(url, token, path, retries + 1);
}

async function startBare(body: string): Promise<{ url: URL; stop(): void }> {
  const program = fileURLToPath(new URL('./bare-server.ts', import.meta.url));
  const child = spawn(process.execPath, [program, Buffer.from(body).toString('base64')]);
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /listens at (\d+)/.exec(line)?.[1];
    if (port) return { url: new URL(`http://127.0.0.1:${port}`), stop: () => child.kill() };
  }
  throw new Error('The bare server did not start.');
}
