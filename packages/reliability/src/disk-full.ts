import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createToken, type LakeProcess, startLakeProcess } from '@bodytext/e2e/lake-process';
import { inconsistencies } from '@bodytext/lake/store/consistency';
import { openStore } from '@bodytext/lake/store/store';
import type { Row } from '@bodytext/measure/measure';
import { createClient, type SanityClient } from '@sanity/client';
import { z } from 'zod';
import { type LimitedDisk, limitedDisk } from './limited-disk.ts';

const writers = 4;
const type = 'system.note';
const words = 'All that there is to say about it. '.repeat(60);
/** The message that the Studio shows. */
const sentence = /disk has no room left/;
const refusal = z.object({ statusCode: z.literal(507), message: z.string().regex(sentence) });
const answered = z.object({ statusCode: z.number() });
const maxUnanswered = 3;

type Count = { right: number; of: number; wrong: string[] };
type Found = Record<'refusals' | 'reads' | 'uploads' | 'recoveries' | 'kept', Count> & { contradictions: string[] };

/** Fills the disk of a lake under writes and frees it again, `times` times. */
export async function diskFull(times: number): Promise<Row[]> {
  const found: Found = {
    refusals: emptyCount(),
    reads: emptyCount(),
    uploads: emptyCount(),
    recoveries: emptyCount(),
    kept: emptyCount(),
    contradictions: [],
  };
  const disk = await limitedDisk();
  try {
    await fillRepeatedly(disk, times, found);
  } finally {
    await disk.close();
  }
  return rowsOf(disk, times, found);
}

async function fillRepeatedly(disk: LimitedDisk, times: number, found: Found): Promise<void> {
  const token = await createToken(disk.dataDir);
  const lake = await startLakeProcess(disk);
  const acknowledged: string[] = [];
  try {
    for (let time = 0; time < times; time += 1) await fillOnce(disk, lake, { token, time, acknowledged, found });
  } finally {
    await lake.stop();
  }
  found.contradictions = checkStore(disk.dataDir, acknowledged, found.kept);
}

type Round = { token: string; time: number; acknowledged: string[]; found: Found };

async function fillOnce(disk: LimitedDisk, lake: LakeProcess, round: Round): Promise<void> {
  const { token, time, acknowledged, found } = round;
  const client = clientOf(lake.url, token);
  const pid = lake.child.pid ?? 0;
  const writing = Array.from({ length: writers }, (_, n) => writeUntilRefused(client, `note-${time}-${n}`, round));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
  await disk.fill(pid);
  await Promise.all(writing);
  await writeUntilRefused(client, `after-${time}`, round);
  const before = await filesOf(disk.dataDir);
  await expectRefusal(client.assets.upload('file', Buffer.alloc(300_000, `${time}`)), found.uploads);
  const after = await filesOf(disk.dataDir);
  tally(found.uploads, before.join() === after.join(), `left ${after.filter((name) => !before.includes(name))}`);
  for (const id of acknowledged.slice(-20)) {
    const failure = await failureOf(
      () => retried(() => client.getDocument(id)),
      (document) => document?.words === words,
    );
    tally(found.reads, failure === undefined, `${id} could not be read: ${failure}`);
  }
  const counting = () => retried(() => client.fetch<number>('count(*[_type == $type])', { type }));
  const miscounted = await failureOf(counting, (count) => count >= acknowledged.length);
  tally(found.reads, miscounted === undefined, `not all were counted: ${miscounted}`);
  await disk.makeRoom(pid);
  await expectRecovery(client, `again-${time}`, round);
}

/** Retries a request without a response: a server may close a keep-alive connection just as it is reused. */
async function retried<Result>(send: () => Promise<Result>, unanswered = 0): Promise<Result> {
  return send().catch((error: unknown) => {
    if (answered.safeParse(error).success || unanswered >= maxUnanswered) throw error;
    return retried(send, unanswered + 1);
  });
}

/** The error, or the wrong result. */
async function failureOf<Result>(
  send: () => Promise<Result>,
  isRight: (result: Result) => boolean,
): Promise<string | undefined> {
  return send().then(
    (result) => (isRight(result) ? undefined : `the answer was ${JSON.stringify(result)}`),
    (error: unknown) => String(error),
  );
}

/** Writes one document after the other until the first refusal, which must be a 507. */
async function writeUntilRefused(client: SanityClient, name: string, { acknowledged, found }: Round): Promise<void> {
  let unanswered = 0;
  for (let n = 0; ; n += 1) {
    const _id = `${name}-${n}`;
    const writing = client.transaction([{ create: { _id, _type: type, words } }]).commit({ visibility: 'async' });
    const failure = await writing.then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    // A write without a response may be stored: `create` with its id again would fail, so the next id is written.
    if (failure && !answered.safeParse(failure.error).success && unanswered < maxUnanswered) {
      unanswered += 1;
      continue;
    }
    if (failure) {
      tally(found.refusals, refusal.safeParse(failure.error).success, String(failure.error));
      return;
    }
    acknowledged.push(_id);
  }
}

async function expectRefusal(work: Promise<unknown>, count: Count): Promise<void> {
  const failure = await work.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  tally(count, failure !== undefined && refusal.safeParse(failure.error).success, String(failure?.error ?? 'stored'));
}

/** After the disk is freed, without a restart: a create, a patch of an earlier document, an upload. */
async function expectRecovery(client: SanityClient, id: string, { acknowledged, found }: Round): Promise<void> {
  const [earlier = id] = acknowledged;
  const work = [
    () => client.create({ _id: id, _type: type, words }),
    () => client.patch(earlier).set({ again: id }).commit(),
    () => client.assets.upload('file', Buffer.alloc(300_000, id), { filename: `${id}.txt` }),
  ];
  for (const one of work) {
    const failure = await one().then(
      () => '',
      (error: unknown) => String(error),
    );
    tally(found.recoveries, failure === '', failure);
  }
  acknowledged.push(id);
}

/** Every file of the data folder but the database's, which SQLite creates and removes. */
async function filesOf(dataDir: string): Promise<string[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('lake.sqlite'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

function checkStore(dataDir: string, acknowledged: string[], kept: Count): string[] {
  const store = openStore(dataDir);
  try {
    for (const id of acknowledged) tally(kept, store.documents.get(id)?.words === words, `${id} is lost`);
    return inconsistencies(store.database);
  } finally {
    store.close();
  }
}

function clientOf(apiHost: string, token: string): SanityClient {
  const settings = { projectId: 'bodytext', dataset: 'production', apiVersion: '2025-02-19', maxRetries: 0 };
  return createClient({ ...settings, apiHost, token, useProjectHostname: false, useCdn: false, perspective: 'raw' });
}

function emptyCount(): Count {
  return { right: 0, of: 0, wrong: [] };
}

function tally(count: Count, isRight: boolean, otherwise: string): void {
  count.of += 1;
  if (isRight) count.right += 1;
  else count.wrong.push(otherwise);
}

function rowsOf({ how }: LimitedDisk, times: number, found: Found): Row[] {
  const { refusals, reads, uploads, recoveries, kept, contradictions } = found;
  return [
    rowOf(`writes refused with 507 and a sentence, disk full ${times} times (${how})`, refusals),
    rowOf('uploads refused so, leaving nothing behind', uploads),
    rowOf('reads that went on', reads),
    rowOf('writes and uploads that worked with room again, without a restart', recoveries),
    rowOf('acknowledged documents kept', kept),
    {
      name: 'contradictions in the database',
      value: contradictions.length === 0 ? '0' : `${contradictions.length}, such as ${contradictions[0]}`,
      bar: { text: 'none', met: contradictions.length === 0 },
    },
  ];
}

function rowOf(name: string, { right, of, wrong }: Count): Row {
  const example = wrong.length === 0 ? '' : `; ${wrong[0]}`;
  return { name, value: `${right} of ${of}${example}`, bar: { text: 'all', met: right === of && of > 0 } };
}
