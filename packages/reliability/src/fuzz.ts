import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LakeProcess, runLakeCommand, startLakeProcess } from '@bodytext/e2e/lake-process';
import { inconsistencies } from '@bodytext/lake/store/consistency';
import { openStore } from '@bodytext/lake/store/store';
import { quantile, type Row } from '@bodytext/measure/measure';
import { watchMemory } from '@bodytext/measure/memory';
import { z } from 'zod';
import { type Attacked, attack } from './fuzz/attack.ts';
import { fillHostile } from './fuzz/hostile-dataset.ts';
import { type LargeWrites, writeLargest } from './fuzz/large-writes.ts';
import { type ProbeReport, startProbe } from './fuzz/probe.ts';

/** The first token is the probe's: a well-behaved caller beside the attackers. */
const roles = ['administrator', 'administrator', 'marketer', 'viewer'];
/** One large write per so many other requests. */
const requestsPerLargeWrite = 2_000;
const minLargeWrites = 40;
const maxMegabytes = 900;
const maxWaitMs = 250;
const maxLogLength = 20_000;
/** FUZZ_SEED repeats a run, FUZZ_REQUESTS makes it shorter or longer. */
const variables = z.object({
  FUZZ_SEED: z.coerce.number().int().optional(),
  FUZZ_REQUESTS: z.coerce.number().int().positive().optional(),
});

type Found = Attacked & {
  seed: number;
  probe: ProbeReport;
  /** A second phase: only the largest writes, with a new probe beside them. */
  large: LargeWrites & { probe: ProbeReport };
  isSameProcess: boolean;
  megabytes: number;
  /** The beginning of the lake's standard error. */
  log: string;
  contradictions: string[];
  misplaced: string[];
};

/** Sends random and hostile requests beside a well-behaved probe, then checks the database and the file system. */
export async function fuzz(requests: number): Promise<Row[]> {
  return rowsOf(await attackLake(requests));
}

export async function attackLake(requests: number): Promise<Found> {
  const { FUZZ_SEED: seed = randomInt(2 ** 31), FUZZ_REQUESTS: size = requests } = variables.parse(process.env);
  // Nested, so that a file written by path traversal (`../..`) still lands in the folder that is checked.
  const outside = await mkdtemp(join(tmpdir(), 'fuzz-'));
  const dataDir = join(outside, 'a', 'b', 'c', 'data');
  await mkdir(dataDir, { recursive: true });
  try {
    const tokens = await createTokens(dataDir);
    const link = await runLakeCommand(
      dataDir,
      'user',
      'add',
      '--name',
      'P',
      '--email',
      'p@localhost',
      '--role',
      'editor',
    );
    // No site listens for webhooks, and published documents are public.
    const lake = await startLakeProcess({ dataDir, through: ['env', 'SITE_URL=http://localhost:1', 'LAKE_PUBLIC=1'] });
    const found = await attackRunning(lake, { tokens, link }, size, seed);
    return {
      ...found,
      seed,
      contradictions: contradictionsIn(dataDir),
      misplaced: await misplacedFiles(outside, dataDir),
    };
  } finally {
    await rm(outside, { recursive: true, force: true });
  }
}

type Running = Omit<Found, 'seed' | 'contradictions' | 'misplaced'>;

type Keys = { tokens: string[]; link: string };

async function attackRunning(lake: LakeProcess, { tokens, link }: Keys, size: number, seed: number): Promise<Running> {
  const [other = '', ...attackers] = tokens;
  const [administrator = ''] = attackers;
  try {
    await fillHostile(lake, administrator);
    const logged = readLog(lake);
    const memory = watchMemory(lake.child.pid ?? 0);
    const isRunning = (): boolean => lake.child.exitCode === null && lake.child.signalCode === null;
    const person = await signIn(lake.url, link);
    const all = [administrator, ...attackers, person, undefined];
    const endProbe = startProbe(lake.url, other);
    const attacked = await attack({ url: lake.url, tokens: all }, size, seed, isRunning);
    const probe = await endProbe();
    const endSecondProbe = startProbe(lake.url, other);
    const writes = Math.max(minLargeWrites, Math.round(size / requestsPerLargeWrite));
    const large = { ...(await writeLargest(lake.url, administrator, writes)), probe: await endSecondProbe() };
    return { ...attacked, probe, large, isSameProcess: isRunning(), megabytes: memory().own, log: logged() };
  } finally {
    await lake.stop();
  }
}

function readLog({ child }: LakeProcess): () => string {
  let log = '';
  child.stderr?.on('data', (chunk) => {
    if (log.length < maxLogLength) log += chunk;
  });
  return () => log;
}

async function createTokens(dataDir: string): Promise<string[]> {
  const tokens: string[] = [];
  for (const role of roles) {
    const output = await runLakeCommand(dataDir, 'token', 'create', '--role', role, '--label', 'Fuzz');
    tokens.push(output.trim().split(/\s+/).at(-1) ?? '');
  }
  return tokens;
}

/** Returns a session token: unlike an API token's, its owner has settings and sessions. */
async function signIn(url: string, output: string): Promise<string> {
  const [path = ''] = /\/sign-in\/\S+/.exec(output) ?? [];
  const { headers } = await fetch(url + path, { method: 'POST', redirect: 'manual' });
  const [, sid = ''] = /#sid=(.+)$/.exec(headers.get('location') ?? '') ?? [];
  const answer = await fetch(`${url}/v1/auth/fetch?${new URLSearchParams({ sid })}`);
  return z.object({ token: z.string() }).parse(await answer.json()).token;
}

function contradictionsIn(dataDir: string): string[] {
  const store = openStore(dataDir);
  try {
    return inconsistencies(store.database);
  } finally {
    store.close();
  }
}

async function misplacedFiles(outside: string, dataDir: string): Promise<string[]> {
  const entries = await readdir(outside, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  return paths.filter((path) => !path.startsWith(`${dataDir}/`));
}

function rowsOf(found: Found): Row[] {
  const { requests, connections, seconds, seed, probe, large, megabytes, slowest } = found;
  const rate = `${(requests / seconds).toFixed(0)} requests/s`;
  return [
    {
      name: 'random and hostile requests',
      value: `${requests}, ${connections} broken connections, ${rate} (seed ${seed})`,
    },
    none('times the lake crashed', found.isSameProcess ? [] : ['it ended'], 1),
    none('requests answered with a failure', found.failed, requests),
    none('requests over 2 s', found.slow, requests),
    { name: 'slowest request', value: `${slowest.ms.toFixed(0)} ms` },
    waiting('wait of somebody else meanwhile, p99', probe),
    none('wrong answers to somebody else', probe.wrong, probe.times.length),
    { name: 'the largest writes, over and over', value: `${large.stored} stored, ${large.refused} refused` },
    none('largest writes answered with a failure', large.failed, large.stored + large.refused),
    waiting('wait of somebody else during the largest writes, p99', large.probe),
    none('wrong answers to somebody else during the largest writes', large.probe.wrong, large.probe.times.length),
    {
      name: 'memory of the lake',
      value: megabytes > 0 ? `${megabytes.toFixed(0)} MB` : 'not told by this system',
      ...(megabytes > 0 && { bar: { text: `at most ${maxMegabytes} MB`, met: megabytes <= maxMegabytes } }),
    },
    none('contradictions: file, references, history replayed', found.contradictions, 1),
    none('files outside of the data folder', found.misplaced, 1),
  ];
}

function waiting(name: string, { times }: ProbeReport): Row {
  const p99 = times.length > 0 ? quantile(times, 0.99) : Number.POSITIVE_INFINITY;
  return {
    name,
    value: `${p99.toFixed(0)} ms, median ${quantile(times, 0.5).toFixed(0)} ms`,
    bar: { text: `under ${maxWaitMs} ms`, met: p99 < maxWaitMs },
  };
}

function none(name: string, found: string[], of: number): Row {
  const examples = found.length > 0 ? `: ${found.slice(0, 5).join('; ')}` : '';
  return { name, value: `${found.length} of ${of}${examples}`, bar: { text: 'none', met: found.length === 0 } };
}
