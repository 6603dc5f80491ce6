import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createToken, type LakeProcess, startLakeProcess } from '@bodytext/e2e/lake-process';
import type { Row } from '@bodytext/measure/measure';
import { type Memory, watchMemory } from '@bodytext/measure/memory';
import { z } from 'zod';
import { activeContentIn } from './active-content.ts';
import { type HostileFile, hostileFiles } from './hostile-files.ts';
import { openBeacon, runInBrowser } from './in-browser.ts';
import { malformedUploads } from './malformed-uploads.ts';
import { mutated, validImages } from './mutated-files.ts';
import { createRandom } from './random.ts';

const kinds = ['images', 'files'] as const;
const atOnce = 4;
/** Just below the lake's limit of 100 megapixels. */
const largestSide = 9_900;
const maxOwnMegabytes = 400;
const maxChildMegabytes = 1_300;
/** Ways to request a stored asset. */
const suffixes = ['', '?w=50', '?fm=webp', '?rect=0,0,5,5&fm=png', '?dl=page.html', '/page.html', '/script.js?w=9'];
const stored = z.object({ document: z.object({ url: z.url() }) });

type Found = {
  uploads: number;
  stored: number;
  answers: number;
  active: string[];
  failed: string[];
  urls: string[];
};

/** Uploads hostile files and `mutations` damaged images to a lake, and requests what it stored. */
export async function uploads(mutations: number): Promise<Row[]> {
  // Nested, so that a file written by path traversal (`../..`) still lands in the folder that is checked.
  const outside = await mkdtemp(join(tmpdir(), 'uploads-'));
  const dataDir = join(outside, 'a', 'b', 'c', 'd', 'data');
  await mkdir(dataDir, { recursive: true });
  const token = await createToken(dataDir);
  const lake = await startLakeProcess({ dataDir });
  const measured = watchMemory(lake.child.pid ?? 0);
  const beacon = await openBeacon();
  const seed = randomInt(2 ** 32);
  try {
    const found: Found = { uploads: 0, stored: 0, answers: 0, active: [], failed: [], urls: [] };
    const isSmall = mutations < 1_000;
    const strange = await hostileFiles(beacon.script, isSmall ? 2_000 : largestSide);
    const broken = await damaged(mutations, seed);
    const waits = watchLatency(lake);
    await uploadAll(lake, token, strange, found);
    // Opening files in a browser is slow: a small run opens a third of them, chosen by the seed.
    const toOpen = found.urls.filter((_, index) => !isSmall || index % 3 === seed % 3);
    await uploadAll(lake, token, broken, found);
    found.failed.push(...(await malformedUploads(lake.url, token)));
    const slowest = waits();
    const memory = measured();
    const browser = await runInBrowser(toOpen, beacon);
    const misplaced = await misplacedFiles(outside, dataDir);
    return rowsOf({ found, seed, memory, slowest, misplaced, opened: toOpen.length, ...browser });
  } finally {
    await beacon.close();
    await lake.stop();
    await rm(outside, { recursive: true, force: true });
  }
}

async function damaged(count: number, seed: number): Promise<HostileFile[]> {
  const random = createRandom(seed);
  const valid = await validImages();
  return Array.from({ length: count }, () => mutated(valid, random));
}

async function uploadAll(lake: LakeProcess, token: string, files: HostileFile[], found: Found): Promise<void> {
  const left = files.flatMap((file) => kinds.map((kind) => ({ file, kind })));
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) await uploadOne(lake, token, next.file, next.kind, found);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function uploadOne(
  { url }: LakeProcess,
  token: string,
  { name, bytes, filename, contentType }: HostileFile,
  kind: (typeof kinds)[number],
  found: Found,
): Promise<void> {
  found.uploads += 1;
  const query = new URLSearchParams({ filename, meta: 'exif' });
  query.append('meta', 'location');
  query.append('meta', 'palette');
  const answer = await fetch(`${url}/v2025-02-19/assets/${kind}/production?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
    body: new Uint8Array(bytes),
  });
  const body = stored.safeParse(await answer.json());
  if (answer.status >= 500 || answer.ok !== body.success) found.failed.push(`${name} to ${kind}: ${answer.status}`);
  if (!body.success) return;
  found.stored += 1;
  const assetUrl = body.data.document.url;
  if (!found.urls.includes(assetUrl)) found.urls.push(assetUrl);
  for (const suffix of suffixes) await checkServed(`${assetUrl}${suffix}`, name, found);
}

async function checkServed(url: string, name: string, found: Found): Promise<void> {
  const answer = await fetch(url, { headers: { accept: 'text/html,image/avif,*/*' } });
  await answer.arrayBuffer();
  found.answers += 1;
  const activity = activeContentIn(answer);
  if (activity) found.active.push(`${name}, ${new URL(url).search}: ${activity}`);
  if (answer.status >= 500) found.failed.push(`${name}, ${new URL(url).search}: ${answer.status}`);
}

/** Polls the lake's health; returns the slowest response in milliseconds. */
function watchLatency({ url }: LakeProcess): () => number {
  let slowest = 0;
  let isStopped = false;
  const ask = async (): Promise<void> => {
    while (!isStopped) {
      const start = performance.now();
      await fetch(`${url}/healthz`).then((answer) => answer.arrayBuffer());
      slowest = Math.max(slowest, performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  // If the lake has died, the uploads fail.
  ask().catch(() => undefined);
  return () => {
    isStopped = true;
    return slowest;
  };
}

const assetPlaces = [
  /^assets\/images\/[a-f0-9]{40}-\d+x\d+\.(?:jpg|png|webp|gif|svg|tif|avif)$/,
  /^assets\/files\/[a-f0-9]{40}\.[a-z0-9]{1,8}$/,
  /^assets\/renditions\/[a-f0-9]{40}-[a-f0-9]{32}-[a-f0-9]{32}\.[a-z0-9]+$/,
  // The databases of the dataset and of its comments.
  /^(?:datasets\/production-comments\/)?[a-z]+\.(?:db|sqlite|json)(?:-wal|-shm)?$/,
  /^(?:datasets\/production-comments\/)?lake\.(?:lock|mark)$/,
];

/** Files outside of the data folder, and files in it whose names the lake does not use. */
async function misplacedFiles(outside: string, dataDir: string): Promise<string[]> {
  const entries = await readdir(outside, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  return paths.filter((path) => {
    const within = path.startsWith(`${dataDir}/`) ? path.slice(dataDir.length + 1) : undefined;
    return within === undefined || !assetPlaces.some((place) => place.test(within));
  });
}

type All = {
  found: Found;
  seed: number;
  memory: Memory;
  slowest: number;
  misplaced: string[];
  opened: number;
  ran: number;
  control: number;
};

function rowsOf({ found, seed, memory, slowest, misplaced, opened, ran, control }: All): Row[] {
  return [
    { name: 'hostile uploads', value: `${found.uploads}, of which ${found.stored} stored (seed ${seed})` },
    none('answers that could run something', found.active, found.answers),
    {
      name: 'scripts that ran in a browser',
      value: `${ran} of ${opened} files, ${control} of 1 that may`,
      bar: { text: 'none, and the one that may', met: ran === 0 && control === 1 },
    },
    none('requests answered with a failure', found.failed, found.uploads),
    none('files outside of their place', misplaced, found.stored),
    atMost('memory of the lake', memory.own, maxOwnMegabytes),
    atMost('memory of a process that works on images', memory.children, maxChildMegabytes),
    { name: 'longest wait of somebody else meanwhile', value: `${slowest.toFixed(0)} ms` },
  ];
}

function none(name: string, found: string[], of: number): Row {
  const examples = found.length > 0 ? `: ${found.slice(0, 3).join('; ')}` : '';
  return { name, value: `${found.length} of ${of}${examples}`, bar: { text: 'none', met: found.length === 0 } };
}

function atMost(name: string, megabytes: number, max: number): Row {
  const isKnown = megabytes > 0;
  return {
    name,
    value: isKnown ? `${megabytes.toFixed(0)} MB` : 'not told by this system',
    ...(isKnown && { bar: { text: `at most ${max} MB`, met: megabytes <= max } }),
  };
}
