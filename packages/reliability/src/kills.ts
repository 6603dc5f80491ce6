import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createToken, type LakeProcess, startLakeProcess } from '@bodytext/e2e/lake-process';
import { inconsistencies } from '@bodytext/lake/store/consistency';
import { openStore, type Store } from '@bodytext/lake/store/store';
import type { Row } from '@bodytext/measure/measure';

const writers = 16;
/** Then a new data folder: after each kill the check replays the folder's whole history. */
const killsPerFolder = 20;
const maxLifetimeMs = 700;
/** Documents of `system.` types call no webhook, so that only writes are tested. */
const type = 'system.note';

/** The numbers of a writer's last acknowledged and last sent transactions. */
type Writer = { name: string; acknowledged: number; sent: number };

type Found = { acknowledged: number; lost: number; halfApplied: number; inconsistent: string[] };

/** Kills a lake under writes at random moments, and checks the database after each kill. */
export async function kills(count: number): Promise<Row[]> {
  const found: Found = { acknowledged: 0, lost: 0, halfApplied: 0, inconsistent: [] };
  for (let done = 0; done < count; done += killsPerFolder) {
    await killInOneFolder(Math.min(killsPerFolder, count - done), found);
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
      checkStore(dataDir, all, found);
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

function sumOfAcknowledged(all: Writer[]): number {
  return all.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
}

/**
 * Half of the kills wait for the first acknowledged transaction: on a busy machine most would otherwise come before
 * any write.
 */
async function writeUntilKilled(lake: LakeProcess, token: string, all: Writer[], fromStart: boolean): Promise<void> {
  const url = `${lake.url}/v2025-02-19/data/mutate/production`;
  const target = { url, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } };
  const first = Promise.withResolvers<void>();
  const writing = Promise.all(all.map((writer) => writeUntilClosed(target, writer, first.resolve)));
  if (!fromStart) await Promise.race([first.promise, writing]);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * maxLifetimeMs));
  await lake.kill();
  await writing;
}

type Target = { url: string; headers: Record<string, string> };

/** Sends one transaction after the other until the connection fails. */
async function writeUntilClosed({ url, headers }: Target, writer: Writer, onAcknowledged: () => void): Promise<void> {
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
 * Gives three documents, one of them a draft, the same number, and creates one that the first refers to. Whether the
 * transaction before a kill was stored is unknown, so each works on either state.
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

function checkStore(dataDir: string, all: Writer[], found: Found): void {
  const store = openStore(dataDir);
  try {
    for (const writer of all) checkWriter(writer, store, found);
    found.inconsistent.push(...inconsistencies(store.database));
  } finally {
    store.close();
  }
}

function checkWriter(writer: Writer, { documents, log }: Store, found: Found): void {
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
  // An unacknowledged transaction may have been stored; now the database says.
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
