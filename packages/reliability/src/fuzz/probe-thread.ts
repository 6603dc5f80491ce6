import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';

/* A well-behaved caller beside the attackers. A worker thread, so that the attackers' event loop does not add to its latency. */

const { url, token } = z.object({ url: z.url(), token: z.string() }).parse(workerData);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const query = encodeURIComponent('*[_type == "system.note" && slug.current == $slug][0]{_id, n}');
const found = z.object({ result: z.object({ _id: z.literal('probe'), n: z.number() }) });
const times: number[] = [];
const wrong: string[] = [];
let isStopped = false;
parentPort?.once('message', () => {
  isStopped = true;
});

for (let n = 1; !isStopped; n += 1) {
  await timed(() => write(n));
  await pause(20 + (n % 4) * 10);
  await timed(() => read(n));
  await pause(20 + ((n + 2) % 4) * 10);
}
agent.destroy();
parentPort?.postMessage({ times, wrong });

async function timed(work: () => Promise<void>): Promise<void> {
  const start = performance.now();
  try {
    await work();
  } catch (error) {
    wrong.push(String(error).slice(0, 300));
  }
  times.push(performance.now() - start);
}

async function write(n: number): Promise<void> {
  const content = { _id: 'probe', _type: 'system.note', slug: { current: 'the-probe' }, n };
  const answer = await send('POST', '/v2025-02-19/data/mutate/production', {
    mutations: [{ createOrReplace: content }],
  });
  if (answer.status !== 200) throw new Error(`a write was answered ${answer.status}: ${answer.body}`);
}

async function read(n: number): Promise<void> {
  const slug = encodeURIComponent('"the-probe"');
  // Not from the query cache, as the write before it invalidated the result.
  const answer = await send('GET', `/v2025-02-19/data/query/production?query=${query}&$slug=${slug}`);
  const result = found.safeParse(answer.status === 200 ? JSON.parse(answer.body) : undefined);
  if (result.data?.result.n !== n) throw new Error(`${n} was written, and ${answer.status} read: ${answer.body}`);
}

type Answer = { status: number | undefined; body: string };

/** Retries once after ECONNRESET: the server may close an idle keep-alive connection just as it is reused. */
async function send(method: string, path: string, body?: unknown): Promise<Answer> {
  try {
    return await sendOnce(method, path, body);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET') return sendOnce(method, path, body);
    throw error;
  }
}

function sendOnce(method: string, path: string, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const { port } = new URL(url);
    const outgoing = request({ host: '127.0.0.1', port, method, path, agent, headers }, (incoming) => {
      text(incoming).then((body) => resolve({ status: incoming.statusCode, body }), reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
