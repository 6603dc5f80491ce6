import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { slugOf } from '@bodytext/measure/newsroom-documents';
import {
  type Drive,
  data,
  type GreedyRequest,
  mutate,
  nestedLoops,
  noteMutation,
  numbers,
  type Outcome,
  query,
  type Target,
} from './greedy-requests.ts';
import { halfOpen, presence, sockets } from './greedy-sockets.ts';

/** Sends one request after the other on each connection. Costly requests need few connections. */
function requesting(connections: number, next: (n: number, target: Target) => GreedyRequest): Drive {
  return async (target, isOver, outcome) => {
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    let count = 0;
    const one = async (): Promise<void> => {
      while (!isOver()) {
        const status = await send(target, agent, next(count++, target));
        if (isOver()) return;
        tally(outcome, status);
        // A 429 is answered at once: retrying at once would measure how many refusals a client can read.
        if (status === 429) await pause(retryMs);
      }
    };
    await Promise.race([Promise.all(Array.from({ length: connections }, one)), untilOver(isOver)]);
    agent.destroy();
  };
}

const retryMs = 20;
const pollMs = 20;

async function untilOver(isOver: () => boolean): Promise<void> {
  while (!isOver()) await pause(pollMs);
}

function tally(outcome: Outcome, status: number | undefined): void {
  if (status === undefined || status >= 500) outcome.failed += 1;
  else if (status >= 400) outcome.refused += 1;
  else outcome.answered += 1;
}

function send({ url, token }: Target, agent: Agent, sent: GreedyRequest): Promise<number | undefined> {
  const { method = 'GET', path, body, headers, isAnonymous = false } = sent;
  return new Promise((resolve) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: new URL(url).port,
        method,
        path,
        agent,
        headers: {
          // The lake identifies anonymous callers by their address, and is configured to trust a proxy's header.
          'x-forwarded-for': greedyAddress,
          ...(isAnonymous ? {} : { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
      },
      (incoming) => {
        incoming.on('error', () => resolve(undefined));
        incoming.on('end', () => resolve(incoming.statusCode));
        incoming.resume();
      },
    );
    outgoing.on('error', () => resolve(undefined));
    outgoing.end(body);
  });
}

const greedyAddress = '198.51.100.7';

/** Every known way to load a lake, under the name of its row. */
export const greed: Record<string, Drive> = {
  'long GROQ queries': requesting(4, (n) =>
    query(`*[string::lower(headline) match "spasm*" && ${n} >= 0] | order(length(pt::text(body)) desc) [0...10]`, n),
  ),
  'compute-only queries': requesting(4, (n) => query(nestedLoops(5, 150, `count([@, ${n}])`), n)),
  'queries as large as may run at once': requesting(4, (n, { documents }) =>
    query(`*[_type == "article"] | order(_id) [${n % (documents / 2)}...${(n % (documents / 2)) + 400}]`, n),
  ),
  'queries that take long to read': requesting(4, (n) =>
    query(
      `*[_id == "a" && (${numbers(240)
        .map((part) => `a${part} == ${n}`)
        .join(' || ')})]`,
      n,
    ),
  ),
  'many small queries on 64 connections': requesting(64, (n, { documents }) =>
    query(`*[_type == "article" && slug.current == "${slugOf(n % documents)}"][0]`, n),
  ),
  'documents by a thousand ids': requesting(4, (n, { documents }) => ({
    path: `/v2025-02-19/data/doc/production/${numbers(900, n)
      .map((id) => `article-${id % documents}`)
      .join()}`,
  })),
  'reads of long histories': requesting(4, (n) => ({
    path:
      n % 2 === 0
        ? `/v2025-02-19/data/history/production/documents/${historyIds}?time=2025-01-01T00:00:00Z`
        : `/v2025-02-19/data/history/production/transactions/${historyIds}?limit=1000&effectFormat=mendoza`,
  })),
  'settings by the thousand': requesting(2, (n) => ({
    method: 'PUT',
    path: '/v1/users/me/keyvalue',
    body: JSON.stringify(numbers(n % 2 === 0 ? 10_000 : 900).map((key) => ({ key: `k${key}`, value: `v${n}` }))),
  })),
  'mutations by query': requesting(4, (n) =>
    mutate(
      numbers(10).map((part) => ({
        patch: { query: `*[_type == "article" && headline match "nobody${n}-${part}*"]`, set: { n } },
      })),
    ),
  ),
  'transactions of 1,000 documents': requesting(2, (n) =>
    mutate(numbers(1_000).map((one) => noteMutation(`many-${one}`, { n, text: `the ${n}th time` }))),
  ),
  'transactions of a quarter of a megabyte': requesting(4, (n) =>
    mutate(numbers(50).map((one) => noteMutation(`import-${n % 20}-${one}`, { n, text: `spasm ${n} `.repeat(400) }))),
  ),
  'documents of a megabyte': requesting(2, (n) =>
    mutate([noteMutation('large', { n, text: 'words of a text '.repeat(60_000) })]),
  ),
  'small writes on 32 connections': requesting(32, (n) => mutate([noteMutation(`small-${n % 100}`, { n })])),
  'bodies of four megabytes': requesting(4, (n) => ({
    method: 'POST',
    path: data('query'),
    body: JSON.stringify({ query: '$list[0]', params: { list: numbers(200_000, n) } }),
  })),
  'large answers, compressed': requesting(4, (n) => ({
    ...query(`*[_type == "article"] | order(_id) [${n % 100}...${(n % 100) + 150}]`, n),
    headers: { 'accept-encoding': 'br' },
  })),
  'large renditions': requesting(16, (n, { pictures }) => ({
    path: `/images/bodytext/production/${pictures.large}?w=${2_000 + (n % 2_000)}&q=${50 + (n % 50)}&fm=webp`,
    isAnonymous: true,
  })),
  'small renditions on 32 connections': requesting(32, (n, { pictures }) => ({
    path: `/images/bodytext/production/${pictures.small}?rect=${n % 100},${Math.floor(n / 100)},300,300&w=200`,
    isAnonymous: true,
  })),
  uploads: requesting(4, (n) => ({
    method: 'POST',
    path: '/v1/assets/images/production',
    body: anUpload(n),
    headers: { 'content-type': 'image/svg+xml' },
  })),
  'files of megabytes': requesting(2, (n) => ({
    method: 'POST',
    path: '/v1/assets/files/production?filename=a.bin',
    body: Buffer.alloc(8_000_000, n),
    headers: { 'content-type': 'application/octet-stream' },
  })),
  exports: requesting(4, () => ({ path: data('export') })),
  'attempts to sign in': requesting(4, (n) => ({
    method: 'POST',
    path: '/sign-in',
    body: `email=nobody${n}@localhost&password=${n}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      // From many addresses, as sign-ins are rate-limited per address.
      'x-forwarded-for': `203.0.${n % 250}.${Math.floor(n / 250) % 250}`,
    },
    isAnonymous: true,
  })),
  'an anonymous caller of a private lake': requesting(16, (n) => ({
    method: 'POST',
    path: data('query'),
    body: JSON.stringify({ query: nestedLoops(5, 150, `count([@, ${n}])`), params: { text: 'a'.repeat(50_000) } }),
    isAnonymous: true,
  })),
  'tokens that nobody has, on 32 connections': requesting(32, (n) => ({
    ...query('*[0]', n),
    headers: { authorization: `Bearer made-up-${n}` },
  })),
  'listeners with costly filters, and writes': listening,
  'half-open connections': halfOpen,
  'event streams on sockets': sockets,
  'messages of presence': presence,
};

/**
 * Waits until the greedy caller's requests are done: one last request in each of the lake's queues is answered after all
 * before it.
 */
export async function settle(target: Target): Promise<void> {
  const agent = new Agent({ keepAlive: false });
  const last: GreedyRequest[] = [
    query(nestedLoops(2, 2, 'count([@, ^])'), process.pid),
    mutate([noteMutation('last', {})]),
    { path: `/images/bodytext/production/${target.pictures.large}?w=300&h=${process.pid % 1_000}`, isAnonymous: true },
  ];
  await Promise.race([Promise.all(last.map((sent) => send(target, agent, sent))), pause(settleTimeoutMs)]);
  agent.destroy();
}

const settleTimeoutMs = 20_000;

const historyIds = ['drafts.history-0', 'drafts.history-1', 'drafts.history-2'].join();

/** A new SVG each time, which the image process must parse. */
function anUpload(n: number): Buffer {
  const shapes = numbers(2_000).map((at) => `<path d="M${at} ${n}L9 9"/>`);
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="1500"><g id="${n}-${process.pid}">${shapes.join('')}</g></svg>`,
  );
}

const costlyFilters = 20;

async function listening(target: Target, isOver: () => boolean, outcome: Outcome): Promise<void> {
  const streams = numbers(costlyFilters).map((n) => {
    const inner = `count(*[_type == "article" && headline match "spasm${n}*"])`;
    return listen(target, `*[${inner} > 0 || ${nestedLoops(2, 60, `count([@, ${n}])`)} >= 0]`);
  });
  const writing = requesting(1, (n) => mutate([noteMutation('heard', { n })]));
  const reconnecting = setInterval(() => {
    for (const [n, stream] of streams.entries()) {
      if (stream.destroyed) streams[n] = listen(target, `*[${nestedLoops(3, 60, `count([@, ${n}])`)} >= 0]`);
    }
  }, reconnectMs);
  await writing(target, isOver, outcome);
  clearInterval(reconnecting);
  for (const stream of streams) stream.destroy();
}

/** Closed streams are reopened after it, as Sanity's client does. */
const reconnectMs = 200;

function listen({ url, token }: Target, text: string): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  const path = data('listen', { query: text });
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  return socket;
}
