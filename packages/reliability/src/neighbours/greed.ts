import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { slugOf } from '@bodytext/measure/newsroom-documents';
import { WebSocket } from 'ws';

/** Where the greedy caller finds the lake, and what it has to be greedy with. */
export type Target = {
  url: string;
  token: string;
  /** The names of a small and of a large photograph, as their addresses say them. */
  pictures: { small: string; large: string };
  /** How many documents the lake has. */
  documents: number;
};

export type Asked = {
  method?: string;
  path: string;
  body?: string | Buffer;
  headers?: Record<string, string>;
  isAnonymous?: boolean;
};

/** What became of what it asked for; `failed` are answers with 5xx, and connections that the lake ended. */
export type Outcome = { answered: number; refused: number; failed: number };

/** Drives the lake in one way until it is over. */
type Drive = (target: Target, isOver: () => boolean, outcome: Outcome) => Promise<void>;

/** One after the other on so many connections. They are few where few are as bad: the attacker needs no processor. */
function asking(connections: number, next: (n: number, target: Target) => Asked): Drive {
  return async (target, isOver, outcome) => {
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    let count = 0;
    const one = async (): Promise<void> => {
      while (!isOver()) {
        const status = await send(target, agent, next(count++, target));
        if (isOver()) return;
        note(outcome, status);
        // A refusal is there at once: to ask again at once would measure how many refusals a client can read.
        if (status === 429) await pause(afterRefusalMs);
      }
    };
    await Promise.race([Promise.all(Array.from({ length: connections }, one)), over(isOver)]);
    agent.destroy();
  };
}

const afterRefusalMs = 20;
const lookMs = 20;

async function over(isOver: () => boolean): Promise<void> {
  while (!isOver()) await pause(lookMs);
}

function note(outcome: Outcome, status: number | undefined): void {
  if (status === undefined || status >= 500) outcome.failed += 1;
  else if (status >= 400) outcome.refused += 1;
  else outcome.answered += 1;
}

function send({ url, token }: Target, agent: Agent, asked: Asked): Promise<number | undefined> {
  const { method = 'GET', path, body, headers, isAnonymous = false } = asked;
  return new Promise((resolve) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: new URL(url).port,
        method,
        path,
        agent,
        headers: {
          // Anonymous callers are known by their address; the lake is told of a proxy before it.
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

const data = (operation: string, parameters: Record<string, string> = {}): string =>
  `/v2025-02-19/data/${operation}/production?${new URLSearchParams(parameters)}`;
const query = (text: string, n: number): Asked => ({ path: data('query', { query: text, tag: `greedy${n}` }) });
const mutate = (mutations: unknown[], more: Record<string, string> = {}): Asked => ({
  method: 'POST',
  path: data('mutate', { visibility: 'async', ...more }),
  body: JSON.stringify({ mutations }),
});
const numbers = (count: number, from = 0): number[] => Array.from({ length: count }, (_, n) => n + from);
const loops = (depth: number, length: number, inner: string): string =>
  numbers(depth).reduce((within) => `count(${JSON.stringify(numbers(length))}[${within} > 0])`, inner);
const note_ = (name: string, content: Record<string, unknown>): unknown => ({
  createOrReplace: { _id: `greedy-${name}`, _type: 'system.note', ...content },
});

/** Every way we know to be greedy. */
export const greed: Record<string, Drive> = {
  'long GROQ queries': asking(4, (n) =>
    query(`*[string::lower(headline) match "spasm*" && ${n} >= 0] | order(length(pt::text(body)) desc) [0...10]`, n),
  ),
  'compute-only queries': asking(4, (n) => query(loops(5, 150, `count([@, ${n}])`), n)),
  'queries as large as may run at once': asking(4, (n, { documents }) =>
    query(`*[_type == "article"] | order(_id) [${n % (documents / 2)}...${(n % (documents / 2)) + 400}]`, n),
  ),
  'queries that take long to read': asking(4, (n) =>
    query(
      `*[_id == "a" && (${numbers(240)
        .map((part) => `a${part} == ${n}`)
        .join(' || ')})]`,
      n,
    ),
  ),
  'many small queries on 64 connections': asking(64, (n, { documents }) =>
    query(`*[_type == "article" && slug.current == "${slugOf(n % documents)}"][0]`, n),
  ),
  'documents by a thousand ids': asking(4, (n, { documents }) => ({
    path: `/v2025-02-19/data/doc/production/${numbers(900, n)
      .map((id) => `article-${id % documents}`)
      .join()}`,
  })),
  'reads of long histories': asking(4, (n) => ({
    path:
      n % 2 === 0
        ? `/v2025-02-19/data/history/production/documents/${historyIds}?time=2025-01-01T00:00:00Z`
        : `/v2025-02-19/data/history/production/transactions/${historyIds}?limit=1000&effectFormat=mendoza`,
  })),
  'settings by the thousand': asking(2, (n) => ({
    method: 'PUT',
    path: '/v1/users/me/keyvalue',
    body: JSON.stringify(numbers(n % 2 === 0 ? 10_000 : 900).map((key) => ({ key: `k${key}`, value: `v${n}` }))),
  })),
  'mutations by query': asking(4, (n) =>
    mutate(
      numbers(10).map((part) => ({
        patch: { query: `*[_type == "article" && headline match "nobody${n}-${part}*"]`, set: { n } },
      })),
    ),
  ),
  'transactions of 1,000 documents': asking(2, (n) =>
    mutate(numbers(1_000).map((one) => note_(`many-${one}`, { n, text: `the ${n}th time` }))),
  ),
  'transactions of a quarter of a megabyte': asking(4, (n) =>
    mutate(numbers(50).map((one) => note_(`import-${n % 20}-${one}`, { n, text: `spasm ${n} `.repeat(400) }))),
  ),
  'documents of a megabyte': asking(2, (n) => mutate([note_('large', { n, text: 'words of a text '.repeat(60_000) })])),
  'small writes on 32 connections': asking(32, (n) => mutate([note_(`small-${n % 100}`, { n })])),
  'bodies of four megabytes': asking(4, (n) => ({
    method: 'POST',
    path: data('query'),
    body: JSON.stringify({ query: '$list[0]', params: { list: numbers(200_000, n) } }),
  })),
  'large answers, compressed': asking(4, (n) => ({
    ...query(`*[_type == "article"] | order(_id) [${n % 100}...${(n % 100) + 150}]`, n),
    headers: { 'accept-encoding': 'br' },
  })),
  'large renditions': asking(16, (n, { pictures }) => ({
    path: `/images/bodytext/production/${pictures.large}?w=${2_000 + (n % 2_000)}&q=${50 + (n % 50)}&fm=webp`,
    isAnonymous: true,
  })),
  'small renditions on 32 connections': asking(32, (n, { pictures }) => ({
    path: `/images/bodytext/production/${pictures.small}?rect=${n % 100},${Math.floor(n / 100)},300,300&w=200`,
    isAnonymous: true,
  })),
  uploads: asking(4, (n) => ({
    method: 'POST',
    path: '/v1/assets/images/production',
    body: anUpload(n),
    headers: { 'content-type': 'image/svg+xml' },
  })),
  'files of megabytes': asking(2, (n) => ({
    method: 'POST',
    path: '/v1/assets/files/production?filename=a.bin',
    body: Buffer.alloc(8_000_000, n),
    headers: { 'content-type': 'application/octet-stream' },
  })),
  exports: asking(4, () => ({ path: data('export') })),
  'attempts to sign in': asking(4, (n) => ({
    method: 'POST',
    path: '/sign-in',
    body: `email=nobody${n}@localhost&password=${n}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      // From many places, since few are looked at from one.
      'x-forwarded-for': `203.0.${n % 250}.${Math.floor(n / 250) % 250}`,
    },
    isAnonymous: true,
  })),
  'an anonymous caller of a private lake': asking(16, (n) => ({
    method: 'POST',
    path: data('query'),
    body: JSON.stringify({ query: loops(5, 150, `count([@, ${n}])`), params: { text: 'a'.repeat(50_000) } }),
    isAnonymous: true,
  })),
  'tokens that nobody has, on 32 connections': asking(32, (n) => ({
    ...query('*[0]', n),
    headers: { authorization: `Bearer made-up-${n}` },
  })),
  'listeners with costly filters, and writes': listening,
  'half-open connections': halfOpen,
  'event streams on sockets': sockets,
  'messages of presence': presence,
};

/**
 * Waits until nothing of the greedy caller's is left: what it asks last, in each line that there is, comes after all it
 * has asked before.
 */
export async function settle(target: Target): Promise<void> {
  const agent = new Agent({ keepAlive: false });
  const last: Asked[] = [
    query(loops(2, 2, 'count([@, ^])'), process.pid),
    mutate([note_('last', {})]),
    { path: `/images/bodytext/production/${target.pictures.large}?w=300&h=${process.pid % 1_000}`, isAnonymous: true },
  ];
  await Promise.race([Promise.all(last.map((asked) => send(target, agent, asked))), pause(mostSettleMs)]);
  agent.destroy();
}

const mostSettleMs = 20_000;

const historyIds = ['drafts.history-0', 'drafts.history-1', 'drafts.history-2'].join();

/** A drawing is described by the process of pictures, and is a new file each time. */
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
    return listen(target, `*[${inner} > 0 || ${loops(2, 60, `count([@, ${n}])`)} >= 0]`);
  });
  const writing = asking(1, (n) => mutate([note_('heard', { n })]));
  const again = setInterval(() => {
    for (const [n, stream] of streams.entries()) {
      if (stream.destroyed) streams[n] = listen(target, `*[${loops(3, 60, `count([@, ${n}])`)} >= 0]`);
    }
  }, againMs);
  await writing(target, isOver, outcome);
  clearInterval(again);
  for (const stream of streams) stream.destroy();
}

/** A stream that was ended is opened again, as the client does. */
const againMs = 200;

function listen({ url, token }: Target, text: string): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  const path = data('listen', { query: text });
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  return socket;
}

const halves = [
  '',
  'GET',
  'GET /v1/ping HTTP/1.1\r\nhost: x\r\nx: ',
  'POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\na',
];
const halfOpenAtOnce = 200;
const halfOpenEveryMs = 100;

async function halfOpen({ url }: Target, isOver: () => boolean, outcome: Outcome): Promise<void> {
  const open: Socket[] = [];
  while (!isOver()) {
    for (const n of numbers(halfOpenEveryMs)) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
        outcome.answered += 1;
        socket.write(halves[n % halves.length] ?? '');
      });
      socket.on('error', () => undefined);
      socket.resume();
      open.push(socket);
    }
    for (const socket of open.splice(0, open.length - halfOpenAtOnce * 10)) socket.destroy();
    await pause(halfOpenEveryMs);
  }
  for (const socket of open) socket.destroy();
}

const streamsOfSocket = 64;
const socketsAtOnce = 3;

/** Opens all streams that there may be, ends them, and begins anew. */
async function sockets(target: Target, isOver: () => boolean, outcome: Outcome): Promise<void> {
  const one = async (): Promise<void> => {
    while (!isOver()) await openStreams(target, outcome);
  };
  await Promise.all(numbers(socketsAtOnce).map(one));
}

function openStreams({ url, token }: Target, outcome: Outcome): Promise<void> {
  const { host } = new URL(url);
  const socket = new WebSocket(`ws://${host}/event-streams`, { origin: `http://${host}` });
  return new Promise((resolve) => {
    let heads = 0;
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.on('open', () => {
      for (const id of numbers(streamsOfSocket)) {
        const path = data('listen', { query: `*[_type == "article" && n > ${id}]` });
        socket.send(JSON.stringify({ open: id, path, headers: { authorization: `Bearer ${token}` } }));
      }
    });
    socket.on('message', (message) => {
      if (!String(message).startsWith('{"head"')) return;
      heads += 1;
      outcome.answered += 1;
      if (heads === streamsOfSocket) socket.close();
    });
  });
}

const presenceSockets = 4;
const messagesAtOnce = 190;

/** Says where it is in which document as often as nobody does, on connections that are opened again when they are ended. */
async function presence(target: Target, isOver: () => boolean, outcome: Outcome): Promise<void> {
  const one = async (): Promise<void> => {
    while (!isOver()) await announce(target, outcome);
  };
  await Promise.all(numbers(presenceSockets).map(one));
}

function announce({ url, token }: Target, outcome: Outcome): Promise<void> {
  const socket = new WebSocket(`ws://${new URL(url).host}/v1/socket/production`);
  const say = (method: string, params: unknown, id: number): void =>
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
  return new Promise((resolve) => {
    const patience = setTimeout(() => socket.terminate(), presenceMs);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(patience);
      resolve();
    });
    socket.on('open', () => {
      say('authorization', { authorization: `Bearer ${token}` }, 0);
      for (const id of numbers(5, 1)) say('presence_subscribe', {}, id);
      for (const id of numbers(messagesAtOnce, 6)) {
        say(
          'presence_announce',
          { data: { session: `s${id}`, locations: [{ documentId: 'article-301', path: ['a'] }] } },
          id,
        );
      }
    });
    socket.on('message', () => {
      outcome.answered += 1;
    });
  });
}

const presenceMs = 1_000;
