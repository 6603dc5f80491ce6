import { createHash } from 'node:crypto';
import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createToken, type LakeProcess, startLakeProcess, startOrRefusal } from '@bodytext/e2e/lake-process';
import type { Row } from '@bodytext/measure/measure';
import { createClient } from '@sanity/client';
import { type Damage, damages } from './damages.ts';

const originals = 12;
const twoDaysMs = 2 * 24 * 60 * 60_000;
const databases = /^lake\.sqlite/;
const addOn = join('datasets', 'production-comments');

/** An asset's path and the SHA-256 that its bytes must have. */
type Served = { path: string; digest: string };
type Template = { dataDir: string; files: Served[]; renditions: Served[] };
type Count = { right: number; of: number; wrong: string[] };
type Found = Record<'sentences' | 'kept' | 'pictures' | 'closed' | 'alone' | 'answered', Count>;

/**
 * Starts a lake on damaged data folders, `count` times in different ways, and checks that no upload is lost; then restores
 * the database, as the operator would, and checks that all assets are served.
 */
export async function starts(count: number): Promise<Row[]> {
  const found: Found = {
    sentences: emptyCount(),
    kept: emptyCount(),
    pictures: emptyCount(),
    closed: emptyCount(),
    alone: emptyCount(),
    answered: emptyCount(),
  };
  const folder = await mkdtemp(join(tmpdir(), 'starts-'));
  try {
    const template = await makeTemplate(join(folder, 'template'));
    for (let n = 0; n < count; n += 1) {
      // Fewer than all damages: spread evenly over them. More: all of them, repeatedly.
      const damage = damages[Math.floor((n * damages.length) / Math.min(count, damages.length)) % damages.length];
      if (damage) await startDamaged(join(folder, String(n)), { template, damage, found });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return rowsOf(count, found);
}

/** A lake with uploads, killed: its last transactions are only in the write-ahead log. */
async function makeTemplate(dataDir: string): Promise<Template> {
  const token = await createToken(dataDir);
  const first = await startLakeProcess({ dataDir });
  await first.stop();
  await copyFile(join(dataDir, 'lake.sqlite'), join(dataDir, 'older'));
  const lake = await startLakeProcess({ dataDir });
  const files: Served[] = [];
  const renditions: Served[] = [];
  for (let n = 0; n < originals; n += 1) {
    const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h${n}v9"/></svg>`;
    const { path } = await clientOf(lake.url, token).assets.upload('image', Buffer.from(picture));
    files.push({ path: `/${path}`, digest: await digestAt(lake, `/${path}`) });
    const smaller = `/${path}?w=20&fm=png`;
    renditions.push({ path: smaller, digest: await digestAt(lake, smaller) });
  }
  await lake.kill();
  // Orphans younger than a day are not collected, as their document may still be about to be written.
  const longAgo = new Date(Date.now() - twoDaysMs);
  const folder = join(dataDir, 'assets', 'images');
  for (const name of await readdir(folder)) await utimes(join(folder, name), longAgo, longAgo);
  return { dataDir, files, renditions };
}

type Round = { template: Template; damage: Damage; found: Found };

async function startDamaged(dataDir: string, { template, damage, found }: Round): Promise<void> {
  await cp(template.dataDir, dataDir, { recursive: true, preserveTimestamps: true });
  await damage.do(dataDir);
  const started = await startOrRefusal(dataDir);
  if (typeof started === 'string') {
    tally(found.sentences, isSentence(started), `${damage.name}: ${started}`);
  } else {
    tally(found.sentences, true, '');
    await checkRunning(started, dataDir, { template, damage, found });
  }
  const names = await namesBelow(dataDir);
  const lost = template.files.filter(
    ({ path }) => !names.some((name) => name.endsWith(path.slice(path.lastIndexOf('/')))),
  );
  tally(found.kept, lost.length === 0, `${damage.name}: ${lost.length} originals are gone`);
  await restoreDatabase(template.dataDir, dataDir);
  await startRestored(dataDir, { template, damage, found });
  await rm(dataDir, { recursive: true, force: true });
}

/** A lake that starts serves assets whole or with 404, closes its folder to others, and refuses a second lake. */
async function checkRunning(lake: LakeProcess, dataDir: string, { template, damage, found }: Round): Promise<void> {
  try {
    const other = startOrRefusal(dataDir);
    for (const { path, digest } of [...template.files, ...template.renditions]) {
      const answer = await fetch(lake.url + path);
      const isRight = answer.status === 404 || (await digestOf(answer)) === digest;
      tally(found.pictures, isRight, `${damage.name}: ${path} was answered wrongly`);
    }
    const second = await other;
    const isAlone = typeof second === 'string' && second.includes(dataDir);
    tally(found.alone, isAlone, `${damage.name}: another lake was let in`);
    if (typeof second !== 'string') await second.stop();
    const open = await openToOthers(dataDir);
    tally(found.closed, open.length === 0, `${damage.name}: ${open[0]} is open to others`);
  } finally {
    await lake.stop();
  }
}

/** Restores the database's files and the secrets from the template, as the message tells the operator to. */
async function restoreDatabase(from: string, dataDir: string): Promise<void> {
  for (const [source, target] of [
    [from, dataDir],
    [join(from, addOn), join(dataDir, addOn)],
  ] as const) {
    await mkdir(target, { recursive: true });
    const names = [...(await readdir(source)), ...(await readdir(target))].filter((name) => databases.test(name));
    for (const name of new Set(names)) await rm(join(target, name), { recursive: true, force: true });
    for (const name of await readdir(source)) {
      if (databases.test(name)) await copyFile(join(source, name), join(target, name));
    }
  }
  await rm(join(dataDir, 'secrets.json'), { recursive: true, force: true });
  await copyFile(join(from, 'secrets.json'), join(dataDir, 'secrets.json'));
  await chmod(join(dataDir, 'secrets.json'), 0o600);
}

async function startRestored(dataDir: string, { template, damage, found }: Round): Promise<void> {
  const lake = await startOrRefusal(dataDir);
  if (typeof lake === 'string') {
    tally(found.answered, false, `${damage.name}: with the database back, the lake said: ${lake}`);
    return;
  }
  try {
    for (const { path, digest } of [...template.files, ...template.renditions]) {
      const isRight = (await digestAt(lake, path)) === digest;
      tally(found.answered, isRight, `${damage.name}: ${path} is not answered as before`);
    }
  } finally {
    await lake.stop();
  }
}

/** One line of sentences for the operator, without a stack trace. */
function isSentence(output: string): boolean {
  return output.trim().split('\n').length === 1 && output.trim().endsWith('.') && !/^\s+at /m.test(output);
}

async function namesBelow(folder: string): Promise<string[]> {
  return readdir(folder, { recursive: true });
}

async function openToOthers(dataDir: string): Promise<string[]> {
  const open: string[] = [];
  for (const name of ['.', ...(await namesBelow(dataDir))]) {
    const found = await stat(join(dataDir, name)).catch(() => undefined);
    if (found && (found.mode & 0o077) !== 0) open.push(name);
  }
  return open;
}

async function digestAt({ url }: LakeProcess, path: string): Promise<string> {
  return digestOf(await fetch(url + path));
}

async function digestOf(answer: Response): Promise<string> {
  const bytes = Buffer.from(await answer.arrayBuffer());
  return `${answer.status} ${createHash('sha256').update(bytes).digest('hex')}`;
}

function clientOf(apiHost: string, token: string) {
  const settings = { projectId: 'bodytext', dataset: 'production', apiVersion: '2025-02-19', maxRetries: 0 };
  return createClient({ ...settings, apiHost, token, useProjectHostname: false, useCdn: false });
}

function emptyCount(): Count {
  return { right: 0, of: 0, wrong: [] };
}

function tally(count: Count, isRight: boolean, otherwise: string): void {
  count.of += 1;
  if (isRight) count.right += 1;
  else count.wrong.push(otherwise);
}

function rowsOf(count: number, { sentences, kept, pictures, closed, alone, answered }: Found): Row[] {
  return [
    rowOf(
      `starts on damaged folders that worked, or said in a sentence why not (${count}, ${damages.length} ways)`,
      sentences,
    ),
    rowOf('damaged folders that kept all originals', kept),
    rowOf('pictures answered whole, or not at all', pictures),
    rowOf('starts that closed all to others', closed),
    rowOf('starts that let no second lake in', alone),
    rowOf('originals and renditions answered as before, once the database was put back', answered),
  ];
}

function rowOf(name: string, { right, of, wrong }: Count): Row {
  const example = wrong.length === 0 ? '' : `; ${wrong[0]}`;
  return { name, value: `${right} of ${of}${example}`, bar: { text: 'all', met: right === of && of > 0 } };
}
