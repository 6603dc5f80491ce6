import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createToken, runLakeCommand, startLakeProcess } from '@bodytext/e2e/lake-process';
import { inMilliseconds, quantile, type Row } from '@bodytext/measure/measure';
import { z } from 'zod';

const writers = 16;
/** So many transactions are stored before a backup begins, and again after it has ended. */
const warmUp = 100;
/** The site is not told of the lake's own documents: nothing but writing is measured. */
const type = 'system.note';

const answer = z.object({
  results: z.array(z.object({ id: z.string(), operation: z.string(), document: z.unknown() })),
});

/** What one transaction left of each document it touched, as the lake said; undefined where it deleted it. */
type Outcome = Map<string, string | undefined>;

/** All that the writers were told: the lake's own word, kept outside of it. */
type Record = { outcomes: Map<string, Outcome>; waits: number[] };

type Found = { equal: number; documents: number; during: number; waits: number[]; calm: number[] };

/**
 * Backs a lake up while writers write, restores it elsewhere, and compares its export, byte for byte, with the
 * documents that the writers were given by the transactions up to the one that the backup names.
 */
export async function backup(count: number): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'backup-'));
  const found: Found = { equal: 0, documents: 0, during: 0, waits: [], calm: [] };
  try {
    const dataDir = join(folder, 'data');
    const token = await createToken(dataDir);
    const lake = await startLakeProcess({ dataDir });
    const record: Record = { outcomes: new Map(), waits: [] };
    const url = `${lake.url}/v2025-02-19/data/mutate/production?returnDocuments=true`;
    const stopping = new AbortController();
    const writing = Promise.all(
      Array.from({ length: writers }, (_, n) => write(`writer-${n}`, { url, token, record, stop: stopping.signal })),
    );
    const archives: { archive: string; seq: number }[] = [];
    try {
      for (let n = 0; n < count; n += 1) archives.push(await backUp(n, { folder, dataDir, record, found }));
    } finally {
      stopping.abort();
      await writing;
      await lake.stop();
    }
    for (const { archive, seq } of archives) {
      const restored = await exportOfRestored(archive);
      const expected = stateAt(seq, dataDir, record);
      if (restored === expected) found.equal += 1;
      found.documents += expected.split('\n').length - 1;
    }
    return rowsOf(count, found);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Place = { folder: string; dataDir: string; record: Record; found: Found };

async function backUp(n: number, { folder, dataDir, record, found }: Place): Promise<{ archive: string; seq: number }> {
  found.calm.push(...(await waitsOf(record, () => written(record, warmUp))));
  const before = record.outcomes.size;
  const archive = join(folder, `${n}.tar.gz`);
  let said = '';
  const waits = await waitsOf(record, async () => {
    said = await runLakeCommand(dataDir, 'backup', archive);
  });
  found.waits.push(...waits);
  found.during += record.outcomes.size - before;
  await written(record, warmUp);
  const [, seq] = /production after transaction (\d+)/.exec(said) ?? [];
  return { archive, seq: Number(seq) };
}

/** How long each transaction waited that was answered while something was done. */
async function waitsOf(record: Record, something: () => Promise<void>): Promise<number[]> {
  const before = record.waits.length;
  await something();
  return record.waits.slice(before);
}

async function written(record: Record, more: number): Promise<void> {
  const enough = record.outcomes.size + more;
  while (record.outcomes.size < enough) await new Promise((resolve) => setTimeout(resolve, 5));
}

type Desk = { url: string; token: string; record: Record; stop: AbortSignal };

/** Makes, replaces, patches and deletes documents, one transaction after the other. */
async function write(name: string, { url, token, record, stop }: Desk): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  for (let n = 0; !stop.aborted; n += 1) {
    const transactionId = `${name}-${n}`;
    const body = JSON.stringify({ transactionId, mutations: mutationsOf(name, n) });
    const started = performance.now();
    const response = await fetch(url, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`A write was answered ${response.status}: ${await response.text()}`);
    const { results } = answer.parse(await response.json());
    record.waits.push(performance.now() - started);
    record.outcomes.set(
      transactionId,
      new Map(results.map((one) => [one.id, one.operation === 'delete' ? undefined : JSON.stringify(one.document)])),
    );
  }
}

function mutationsOf(name: string, n: number): object[] {
  const words = `The ${n}. thing that ${name} has to say. `.repeat(20);
  return [
    { create: { _id: `${name}-made-${n}`, _type: type, n, words } },
    { createIfNotExists: { _id: name, _type: type, list: [] } },
    { patch: { id: name, set: { n, words, made: { _type: 'reference', _ref: `${name}-made-${n}` } } } },
    { createOrReplace: { _id: `drafts.${name}`, _type: type, n } },
    ...(n % 3 === 0 ? [] : [{ delete: { id: `${name}-made-${n - 1}` } }]),
  ];
}

async function exportOfRestored(archive: string): Promise<string> {
  const restored = `${archive}.restored`;
  await runLakeCommand(restored, 'restore', archive);
  // Ends with 1, and so this with an error, if anything in it contradicts itself.
  await runLakeCommand(restored, 'check');
  await runLakeCommand(restored, 'export', `${archive}.ndjson`, '--raw');
  return readFile(`${archive}.ndjson`, 'utf8');
}

/** The export of the state after a transaction, put together from what the writers were told, in the lake's order. */
function stateAt(seq: number, dataDir: string, { outcomes }: Record): string {
  const database = new DatabaseSync(join(dataDir, 'lake.sqlite'), { readOnly: true });
  const order = database.prepare('SELECT id FROM transactions WHERE seq <= ? ORDER BY seq').all(seq);
  database.close();
  const documents = new Map<string, string>();
  for (const { id } of order) {
    const outcome = outcomes.get(String(id));
    if (!outcome) throw new Error(`No writer knows of the transaction ${String(id)}.`);
    for (const [documentId, document] of outcome) {
      if (document === undefined) documents.delete(documentId);
      else documents.set(documentId, document);
    }
  }
  const sorted = [...documents].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([, document]) => `${document}\n`).join('');
}

function rowsOf(count: number, { equal, documents, during, waits, calm }: Found): Row[] {
  return [
    {
      name: `backups under ${writers} writers whose restored export is byte-equal to the state they name`,
      value: `${equal} of ${count} (${documents} documents)`,
      bar: { text: 'all', met: equal === count && documents > 0 },
    },
    {
      name: 'transactions stored while backups were made',
      value: String(during),
      bar: { text: 'more than none', met: during > 0 },
    },
    {
      name: 'a write while a backup is made, 99th percentile, by one without',
      value: inMilliseconds(quantile(waits, 0.99)),
      ratio: quantile(waits, 0.99) / quantile(calm, 0.99),
    },
  ];
}
