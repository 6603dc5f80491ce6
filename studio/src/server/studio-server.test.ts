import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventSource } from 'eventsource';
import { WebSocket, WebSocketServer } from 'ws';
import { createEventStreams } from '../shim/event-streams.ts';
import { readEnvironment } from './environment.ts';
import { studioPage } from './page.ts';
import { createStaticFiles } from './static-files.ts';
import { createStudioServer } from './studio-server.ts';

const builtHtml = '<head><script type="application/json" id="connection"></script></head>';
const openStreams = new Set<ServerResponse>();
let folder: string;
let lake: Server;
let studio: Server;
let studioUrl: string;

/** A lake that tells what it was asked, streams events, and echoes what a socket says. */
async function answerAsLake(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://lake');
  if (pathname.endsWith('/data/listen/refused')) {
    response.writeHead(401, { 'content-type': 'application/json' }).end('{"message":"Unauthorized"}');
    return;
  }
  if (pathname.includes('/data/listen/')) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`event: welcome\ndata: ${request.headers.authorization}\n\n`);
    openStreams.add(response);
    request.on('close', () => openStreams.delete(response));
    return;
  }
  response.writeHead(202, { 'content-type': 'application/json', 'x-lake': 'yes' });
  response.end(
    JSON.stringify({ method: request.method, url: request.url, host: request.headers.host, body: await text(request) }),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-'));
  await mkdir(join(folder, 'dist/assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'dist/assets/index-abc.js'), 'export {}');
  await writeFile(join(folder, 'dist/favicon.svg'), '<svg/>');

  lake = createServer(answerAsLake);
  const sockets = new WebSocketServer({ server: lake });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(`echo ${data}`)));
  const lakeUrl = await listen(lake);
  const environment = readEnvironment({ LAKE_URL: lakeUrl, SITE_URL: 'https://site.example.org/' });
  studio = createStudioServer(environment, {
    serveFile: createStaticFiles(join(folder, 'dist')),
    page: async () => studioPage(builtHtml, environment),
  });
  studioUrl = await listen(studio);
});

afterAll(async () => {
  for (const server of [studio, lake]) {
    server.close();
    server.closeAllConnections();
  }
  await rm(folder, { recursive: true });
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

describe('the Studio’s own files', () => {
  it('are kept for ever by browsers when their name has a hash', async () => {
    const answer = await fetch(`${studioUrl}/assets/index-abc.js`);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect((await fetch(`${studioUrl}/favicon.svg`)).headers.get('cache-control')).toBe('no-cache');
  });

  it.each(['/', '/structure/topics;back-pain', '/vision', '/v2-of-our-plan', '/../secret.txt', '/%2e%2e/secret.txt'])(
    'do not include %s, which gets the page',
    async (path) => {
      const answer = await fetch(studioUrl + path);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('"siteUrl":"https://site.example.org"');
    },
  );

  it('that are missing are not answered with a page', async () => {
    expect((await fetch(`${studioUrl}/assets/gone.js`)).status).toBe(404);
  });

  it('can’t be written to', async () => {
    expect((await fetch(studioUrl, { method: 'POST' })).status).toBe(405);
  });

  it('come with a policy that lets the page talk to its own origin and frame the site alone', async () => {
    const policy = (await fetch(studioUrl)).headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self' ws://localhost:3333 blob:;");
    expect(policy).toContain("frame-src 'self' https://site.example.org;");
  });

  it('say that the server is well', async () => {
    expect(await (await fetch(`${studioUrl}/healthz`)).json()).toEqual({ status: 'ok' });
  });
});

describe('the lake’s paths', () => {
  it.each([
    '/v1/users/me?tag=a',
    '/v2025-02-19/data/query/production',
    '/vX/ping/a',
    '/images/bodytext/a.png',
    '/files/bodytext/a.pdf',
    '/sign-in/code',
    '/sign-in',
    '/sign-in?origin=a',
  ])('such as %s are passed on whole', async (path) => {
    const answer = await fetch(studioUrl + path, { method: 'POST', body: 'words' });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('x-lake')).toBe('yes');
    const { port } = lake.address() as AddressInfo;
    expect(await answer.json()).toEqual({ method: 'POST', url: path, host: `127.0.0.1:${port}`, body: 'words' });
  });

  it('are not led to another host by two slashes', async () => {
    const answer = await fetch(`${studioUrl}/v1//evil.example/a`);
    expect(await answer.json()).toMatchObject({ url: '/v1//evil.example/a' });
  });

  it.each(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST'])(
    'reach the lake as one request by %s, also when its body is a request itself',
    async (method) => {
      const asked: string[] = [];
      const note = ({ url = '' }: IncomingMessage): unknown => asked.push(url);
      lake.on('request', note);
      const hidden = 'GET /v1/hidden HTTP/1.1\r\nHost: lake\r\n\r\n';
      const head = `${method} /v1/seen HTTP/1.1\r\nHost: studio\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`;
      await sendRaw(`${head}${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`);
      // On the connection that the request before it may have left open, where a hidden request would be answered.
      await (await fetch(`${studioUrl}/v1/after`)).text();
      lake.off('request', note);
      expect(asked).toEqual(['/v1/seen', '/v1/after']);
    },
  );

  it('carry WebSockets', async () => {
    const socket = new WebSocket(`${studioUrl.replace('http', 'ws')}/v1/socket/production`);
    const said = new Promise((resolve) => socket.on('message', (data) => resolve(String(data))));
    socket.on('open', () => socket.send('hello'));
    expect(await said).toBe('echo hello');
    socket.close();
  });

  it('are told of in a sentence when the lake is down', async () => {
    const environment = readEnvironment({ LAKE_URL: 'http://127.0.0.1:9' });
    const lonely = createStudioServer(environment, {
      serveFile: async () => false,
      page: async () => studioPage(builtHtml, environment),
    });
    const url = await listen(lonely);
    const answer = await fetch(`${url}/v1/users/me`);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({
      message: 'The lake at http://127.0.0.1:9 does not answer. Is it running?',
    });
    lonely.close();
    lonely.closeAllConnections();
  });
});

describe('event streams', () => {
  /** As a browser opens it, which says where its page is from. */
  const openSocket = (origin = studioUrl) => {
    const socket = new WebSocket(`${studioUrl.replace('http', 'ws')}/event-streams`, { origin });
    // Without a listener a refused socket would end the process; in browsers it can't.
    socket.on('error', () => {});
    opened.push(socket);
    return socket as unknown as globalThis.WebSocket;
  };
  const opened: WebSocket[] = [];
  afterAll(() => {
    for (const socket of opened) socket.terminate();
  });
  const listenPath = '/v1/data/listen/production';

  it('of many documents come over one socket, each to its own listener', async () => {
    const streamOf = createEventStreams(openSocket);
    const sources = Array.from({ length: 40 }, (_, index) => {
      const headers = { authorization: `Bearer ${index}` };
      return new EventSource(`http://lake${listenPath}`, {
        fetch: (_url, init) => streamOf(listenPath, new Headers({ ...init.headers, ...headers }), signalOf(init)),
      });
    });
    const welcomes = sources.map(
      (source) => new Promise((resolve) => source.addEventListener('welcome', ({ data }) => resolve(data))),
    );
    expect(await Promise.all(welcomes)).toEqual(sources.map((_, index) => `Bearer ${index}`));
    expect(openStreams.size).toBe(40);

    for (const source of sources) source.close();
    await until(() => openStreams.size === 0);
  });

  it('that the lake refuses are refused with its status', async () => {
    const streamOf = createEventStreams(openSocket);
    const answer = await streamOf('/v1/data/listen/refused', new Headers());
    expect([answer.status, await answer.json()]).toEqual([401, { message: 'Unauthorized' }]);
  });

  it('that break off fail, so that the listener connects anew', async () => {
    const streamOf = createEventStreams(openSocket);
    const answer = await streamOf(listenPath, new Headers());
    const rest = answer.text();
    await until(() => openStreams.size === 1);
    for (const stream of openStreams) stream.destroy();
    await expect(rest).rejects.toThrow('Failed to fetch');
    const again = await streamOf(listenPath, new Headers());
    expect(again.status).toBe(200);
    await again.body?.cancel();
  });

  it('are not opened for another site’s pages', async () => {
    const streamOf = createEventStreams(() => openSocket('https://evil.example'));
    await expect(streamOf(listenPath, new Headers())).rejects.toThrow('Failed to fetch');
  });

  it.each([
    '/healthz',
    '//evil.example/v1/',
    '/v1/users/me',
    '/v1/data/query/production?query=*',
    '/v1/data/listen/../query/production',
    `${listenPath}?query=a b`,
    `${listenPath}?query=\n`,
    `${listenPath}?query=ä`,
    `${listenPath} HTTP/1.1`,
  ])('lead to the lake’s event streams alone, not to %j', async (path) => {
    await expect(createEventStreams(openSocket)(path, new Headers())).rejects.toThrow('Failed to fetch');
  });

  /** What the server answers to messages that no browser's half would send. */
  const answersTo = (messages: unknown[]): Promise<unknown[]> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${studioUrl.replace('http', 'ws')}/event-streams`, { origin: studioUrl });
      const answers: unknown[] = [];
      opened.push(socket);
      socket.on('open', () => {
        for (const message of messages) socket.send(JSON.stringify(message));
      });
      socket.on('message', (data) => {
        answers.push(JSON.parse(String(data)));
        if (answers.length === messages.length) resolve(answers);
      });
      socket.on('close', (code) => resolve([...answers, code]));
    });

  it.each([['a\nb'], ['a\0b'], ['ä€'], ['\ud800']])('survive a header of %j', async (value) => {
    const headers = { authorization: value, [value]: 'a' };
    expect(await answersTo([{ open: 1, path: listenPath, headers }])).toEqual([{ broke: 1 }]);
    expect((await fetch(`${studioUrl}/healthz`)).status).toBe(200);
  });

  it('have ids of their own, are at most 64, and end with their socket', async () => {
    const open = (id: number) => ({ open: id, path: listenPath, headers: {} });
    const used = await answersTo([open(1), open(1)]);
    expect(used.at(-1)).toBe(1008);
    await until(() => openStreams.size === 0);
    const many = await answersTo(Array.from({ length: 66 }, (_, id) => open(id)));
    expect(many.filter((answer) => JSON.stringify(answer).includes('broke'))).toEqual([{ broke: 64 }, { broke: 65 }]);
    for (const socket of opened) socket.terminate();
    await until(() => openStreams.size === 0);
  });

  it('end with the signal that asked for them', async () => {
    const streamOf = createEventStreams(openSocket);
    const abort = new AbortController();
    const answer = await streamOf(listenPath, new Headers(), abort.signal);
    const rest = answer.text();
    abort.abort();
    await expect(rest).rejects.toThrow('aborted');
    await until(() => openStreams.size === 0);
  });
});

/** Sends these bytes over a connection of their own, and waits until the server closes it. */
async function sendRaw(bytes: string): Promise<void> {
  const socket = connect(Number(new URL(studioUrl).port), '127.0.0.1');
  socket.write(bytes);
  socket.resume();
  await once(socket, 'close');
}

function signalOf(init: { signal?: unknown }): AbortSignal | undefined {
  return init.signal instanceof AbortSignal ? init.signal : undefined;
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries += 1) {
    if (tries > 200) throw new Error('It did not come true within two seconds.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
