import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createToken, runLakeCommand, startLakeProcess } from '@bodytext/e2e/lake-process';
import { inMilliseconds, quantile, type Row } from '@bodytext/measure/measure';
import { z } from 'zod';

const writers = 16;
/** Transactions stored before a backup begins, and again after it. */
const transactionsAround = 100;
/** Documents of `system.` types call no webhook, so that only writes are measured. */
const type = 'system.note';

const answer = z.object({
  results: z.array(z.object({ id: z.string(), operation: z.string(), document: z.unknown() })),
});

/** Each document of a transaction as its response had it; undefined if deleted. */
type Outcome = Map<string, string | undefined>;

/** Everything the writers were answered, kept in this process: what a restored backup is compared with. */
type Journal = { outcomes: Map<string, Outcome>; latencies: number[] };

type Found = { equal: number; documents: number; during: number; latencies: number[]; calm: number[] };

/**
 * Backs up a lake under writes, restores it elsewhere, and compares its export byte for byte with the documents that the
 * writers were answered, up to the transaction that the backup names.
 */
export async function backup(count: number): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'backup-'));
  const found: Found = { equal: 0, documents: 0, during: 0, latencies: [], calm: [] };
  try {
    const dataDir = join(folder, 'data');
    const token = await createToken(dataDir);
    const lake = await startLakeProcess({ dataDir });
    const journal: Journal = { outcomes: new Map(), latencies: [] };
    const url = `${lake.url}/v2025-02-19/data/mutate/production?returnDocuments=true`;
    const stopping = new AbortController();
    const writing = Promise.all(
      Array.from({ length: writers }, (_, n) => write(`writer-${n}`, { url, token, journal, stop: stopping.signal })),
    );
    const archives: { archive: string; seq: number }[] = [];
    try {
      for (let n = 0; n < count; n += 1) archives.push(await backUp(n, { folder, dataDir, journal, found }));
    } finally {
      stopping.abort();
      await writing;
      await lake.stop();
    }
    for (const { archive, seq } of archives) {
      const restored = await exportOfRestored(archive);
      const expected = stateAt(seq, dataDir, journal);
      if (restored === expected) found.equal += 1;
      found.documents += expected.split('\n').length - 1;
    }
    return rowsOf(count, found);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Scene = { folder: string; dataDir: string; journal: Journal; found: Found };

async function backUp(
  n: number,
  { folder, dataDir, journal, found }: Scene,
): Promise<{ archive: string; seq: number }> {
  found.calm.push(...(await latenciesDuring(journal, () => untilWritten(journal, transactionsAround))));
  const before = journal.outcomes.size;
  const archive = join(folder, `${n}.tar.gz`);
  let output = '';
  const latencies = await latenciesDuring(journal, async () => {
    output = await runLakeCommand(dataDir, 'backup', archive);
  });
  found.latencies.push(...latencies);
  found.during += journal.outcomes.size - before;
  await untilWritten(journal, transactionsAround);
  const [, seq] = /production after transaction (\d+)/.exec(output) ?? [];
  return { archive, seq: Number(seq) };
}

/** The latencies of the transactions that were answered during some work. */
async function latenciesDuring(journal: Journal, work: () => Promise<void>): Promise<number[]> {
  const before = journal.latencies.length;
  await work();
  return journal.latencies.slice(before);
}

async function untilWritten(journal: Journal, more: number): Promise<void> {
  const enough = journal.outcomes.size + more;
  while (journal.outcomes.size < enough) await new Promise((resolve) => setTimeout(resolve, 5));
}

type Target = { url: string; token: string; journal: Journal; stop: AbortSignal };

/** Creates, replaces, patches and deletes documents, one transaction after the other. */
async function write(name: string, { url, token, journal, stop }: Target): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  for (let n = 0; !stop.aborted; n += 1) {
    const transactionId = `${name}-${n}`;
    const body = JSON.stringify({ transactionId, mutations: mutationsOf(name, n) });
    const started = performance.now();
    const response = await fetch(url, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`A write was answered ${response.status}: ${await response.text()}`);
    const { results } = answer.parse(await response.json());
    journal.latencies.push(performance.now() - started);
    journal.outcomes.set(
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
  // Exits with 1, which throws here, if the database is inconsistent.
  await runLakeCommand(restored, 'check');
  await runLakeCommand(restored, 'export', `${archive}.ndjson`, '--raw');
  return readFile(`${archive}.ndjson`, 'utf8');
}

/** The expected export after a transaction: the writers' answers applied in the order of the lake's log. */
function stateAt(seq: number, dataDir: string, { outcomes }: Journal): string {
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

function rowsOf(count: number, { equal, documents, during, latencies, calm }: Found): Row[] {
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
      value: inMilliseconds(quantile(latencies, 0.99)),
      ratio: quantile(latencies, 0.99) / quantile(calm, 0.99),
    },
  ];
}
