import { mkdtemp, open, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createToken, startLakeProcess } from '@bodytext/e2e/lake-process';
import { inMilliseconds, medianRatio, quantile, type Row } from '@bodytext/measure/measure';

const writers = 16;
const rounds = 9;
const syncs = 200;
const bytesPerCommit = 32 * 1024;
const body = 'What there is to say about it, in five kilobytes. '.repeat(100);

/** Commits a second, one document and request each, which are on disk (fsync) before the response. */
export async function commits(roundMs = 1_000): Promise<Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'commits-'));
  const token = await createToken(dataDir);
  const lake = await startLakeProcess({ dataDir });
  const agent = new Agent({ keepAlive: true });
  try {
    const target: Target = { url: `${lake.url}/v2025-02-19/data/mutate/production`, token, agent };
    await perSecond(target, writers, roundMs);
    const one: number[] = [];
    const many: number[] = [];
    // In turns, so that other load on the machine affects both.
    for (let round = 0; round < rounds; round += 1) {
      one.push(await perSecond(target, 1, roundMs));
      many.push(await perSecond(target, writers, roundMs));
    }
    return [...rowsOf(one, many), await diskRow(dataDir)];
  } finally {
    agent.destroy();
    await lake.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function rowsOf(one: readonly number[], many: readonly number[]): Row[] {
  const ratio = medianRatio(many, one);
  return [
    { name: 'durable commits, one writer', value: `${Math.round(quantile(one, 0.5))}/s` },
    {
      name: `durable commits, ${writers} writers, by one writer's`,
      value: `${Math.round(quantile(many, 0.5))}/s`,
      ratio,
      bar: { text: 'at least 3 ×', met: ratio >= 3 },
    },
  ];
}

/** The time of one fsync of as many bytes as a commit writes: group commit shares it, and gains more the slower it is. */
async function diskRow(folder: string): Promise<Row> {
  const file = await open(join(folder, 'waits'), 'w');
  const times: number[] = [];
  try {
    for (let n = 0; n < syncs; n++) {
      const start = performance.now();
      await file.write(Buffer.alloc(bytesPerCommit, n));
      await file.datasync();
      times.push(performance.now() - start);
    }
  } finally {
    await file.close();
  }
  return { name: 'for measure: one wait for this disk', value: inMilliseconds(quantile(times, 0.5)) };
}

type Target = { url: string; token: string; agent: Agent };
let lastId = 0;

async function perSecond(target: Target, count: number, milliseconds: number): Promise<number> {
  const start = performance.now();
  let stored = 0;
  const write = async (): Promise<void> => {
    while (performance.now() - start < milliseconds) {
      await post(target);
      stored += 1;
    }
  };
  await Promise.all(Array.from({ length: count }, write));
  return (stored * 1000) / (performance.now() - start);
}

function post({ url, token, agent }: Target): Promise<void> {
  lastId += 1;
  const create = { _id: `document-${lastId}`, _type: 'system.note', body };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`A write was answered ${answer.statusCode}.`));
      });
    });
    sending.once('error', reject);
    sending.end(JSON.stringify({ mutations: [{ create }] }));
  });
}
