import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createToken, type LakeProcess, startLakeProcess } from '@bodytext/e2e/lake-process';
import { inconsistencies } from '@bodytext/lake/store/consistency';
import { openStore, type Store } from '@bodytext/lake/store/store';
import type { Row } from '@bodytext/measure/measure';

const writers = 16;
/** After so many kills in one data folder another one is begun: its whole history is replayed after each. */
const killsInOneFolder = 20;
const longestLifeMs = 700;
/** The site is not told of the lake's own documents: nothing but writing is measured. */
const type = 'system.note';

/** What a writer knows: of which of its transactions it was told that they are stored, and which it has sent. */
type Writer = { name: string; acknowledged: number; sent: number };

type Found = { acknowledged: number; lost: number; halfApplied: number; inconsistent: string[] };

/** Kills a lake at random moments while writers write, and looks after each kill at what is stored. */
export async function kills(count: number): Promise<Row[]> {
  const found: Found = { acknowledged: 0, lost: 0, halfApplied: 0, inconsistent: [] };
  for (let done = 0; done < count; done += killsInOneFolder) {
    await killInOneFolder(Math.min(killsInOneFolder, count - done), found);
  }
  return rowsOf(count, found);
}

async function killInOneFolder(count: number, found: Found): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kills-'));
  try {
    const token = await createToken(dataDir);
    const all = Array.from({ length: writers }, (_, n) => ({ name: `writer-${n}`, acknowledged: 0, sent: 0 }));
    for (let kill = 0; kill < count; kill += 1) {
      const before = sumOfAcknowledged(all);
      await writeUntilKilled(await startLakeProcess({ dataDir }), token, all, kill % 2 === 0);
      found.acknowledged += sumOfAcknowledged(all) - before;
      look(dataDir, all, found);
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

function sumOfAcknowledged(all: Writer[]): number {
  return all.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
}

/**
 * Every other kill comes at any moment from the start on, the rest from when the first was told that its work is
 * stored: on a busy machine most would otherwise come before anything has happened.
 */
async function writeUntilKilled(lake: LakeProcess, token: string, all: Writer[], fromStart: boolean): Promise<void> {
  const url = `${lake.url}/v2025-02-19/data/mutate/production`;
  const target = { url, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } };
  const first = Promise.withResolvers<void>();
  const writing = Promise.all(all.map((writer) => writeOn(target, writer, first.resolve)));
  if (!fromStart) await Promise.race([first.promise, writing]);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * longestLifeMs));
  await lake.kill();
  await writing;
}

type Target = { url: string; headers: Record<string, string> };

/** Sends one transaction after the other, until the lake does not answer any more. */
async function writeOn({ url, headers }: Target, writer: Writer, onAcknowledged: () => void): Promise<void> {
  for (;;) {
    writer.sent += 1;
    const body = JSON.stringify(transactionOf(writer));
    const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
    if (answer === undefined) return;
    if (!answer.ok) throw new Error(`A write was answered ${answer.status}: ${await answer.text()}`);
    writer.acknowledged = writer.sent;
    onAcknowledged();
    if ((await answer.text().catch(() => undefined)) === undefined) return;
  }
}

/**
 * Three documents that must always have the same number, one of them a draft, and one made new that the first refers
 * to. A writer does not know whether its last transaction before a kill is stored, so that each says all anew.
 */
function transactionOf({ name, sent }: Writer) {
  const made = `${name}-made-${sent}`;
  const words = `The ${sent}. thing that ${name} has to say. `.repeat(20);
  return {
    transactionId: `${name}-${sent}`,
    mutations: [
      { createOrReplace: { _id: made, _type: type, n: sent, words } },
      { createIfNotExists: { _id: name, _type: type, list: [] } },
      { patch: { id: name, set: { n: sent, words, made: { _type: 'reference', _ref: made } } } },
      { createOrReplace: { _id: `${name}-whole`, _type: type, n: sent } },
      { createIfNotExists: { _id: `drafts.${name}`, _type: type, n: 0 } },
      { patch: { id: `drafts.${name}`, set: { n: sent } } },
      { delete: { query: '*[_type == $type && _id in $old]', params: { type, old: [`${name}-made-${sent - 1}`] } } },
    ],
  };
}

function look(dataDir: string, all: Writer[], found: Found): void {
  const store = openStore(dataDir);
  try {
    for (const writer of all) lookAt(writer, store, found);
    found.inconsistent.push(...inconsistencies(store.database));
  } finally {
    store.close();
  }
}

function lookAt(writer: Writer, { documents, log }: Store, found: Found): void {
  const { name, acknowledged, sent } = writer;
  const numbers = [name, `${name}-whole`, `drafts.${name}`].map((id) => Number(documents.get(id)?.n ?? 0));
  const [stored = 0] = numbers;
  const isWhole = numbers.every((n) => n === stored);
  const hasMade = stored === 0 || documents.get(`${name}-made-${stored}`) !== undefined;
  if (!isWhole || !hasMade) found.halfApplied += 1;
  for (let n = 1; n <= acknowledged; n += 1) {
    if (!log.has(`${name}-${n}`)) found.lost += 1;
  }
  if (stored < acknowledged || stored > sent) found.lost += 1;
  // What was never answered may be stored or not; from here on it is known.
  writer.acknowledged = stored;
  writer.sent = stored;
}

function rowsOf(count: number, { acknowledged, lost, halfApplied, inconsistent }: Found): Row[] {
  return [
    {
      name: `acknowledged transactions lost in ${count} kills, ${writers} writers`,
      value: `${lost} of ${acknowledged}`,
      bar: { text: 'none', met: lost === 0 && acknowledged > 0 },
    },
    {
      name: 'transactions half applied',
      value: String(halfApplied),
      bar: { text: 'none', met: halfApplied === 0 },
    },
    {
      name: 'contradictions: file, references, history replayed',
      value: inconsistent.length === 0 ? '0' : `${inconsistent.length}, such as ${inconsistent[0]}`,
      bar: { text: 'none', met: inconsistent.length === 0 },
    },
  ];
}
