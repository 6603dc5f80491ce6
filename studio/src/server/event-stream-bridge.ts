import type { ClientRequest } from 'node:http';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { type StreamReply, type StreamRequest, request as streamRequest } from '../event-stream-messages.ts';
import { isLakePath, requestLake } from './lake-proxy.ts';

/** An open document holds about ten; a tab that asks for more is not a Studio. */
const mostStreams = 200;
/** Past this the lake's stream waits until the browser has read. */
const mostUnread = 1_000_000;
const pingEvery = 30_000;

/** The server's half of the WebSocket that carries a tab's event streams: each becomes a request to the lake. */
export function createEventStreamBridge(lakeUrl: string): WebSocketServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  server.on('connection', (socket) => carryStreams(socket, lakeUrl));
  return server;
}

function carryStreams(socket: WebSocket, lakeUrl: string): void {
  const open = new Map<number, ClientRequest>();
  const reply = (message: StreamReply) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };

  socket.on('message', (data) => {
    const message = parseMessage(data);
    if (message === undefined) return socket.close(1007, 'This is no message about event streams.');
    if ('close' in message) {
      open.get(message.close)?.destroy();
      open.delete(message.close);
    } else if (open.size >= mostStreams || !isLakePath(message.path)) reply({ broke: message.open });
    else carry(message.open, message.path, message.headers);
  });

  function carry(id: number, path: string, { cookie, host, connection, ...headers }: Record<string, string>): void {
    const stream = requestLake(lakeUrl, path, { method: 'GET', headers: { accept: 'text/event-stream', ...headers } });
    open.set(id, stream);
    stream.on('response', (answer) => {
      const { statusCode = 502, headers } = answer;
      reply({ head: id, status: statusCode, contentType: headers['content-type'] ?? '' });
      answer.setEncoding('utf8');
      answer.on('data', (text: string) => {
        reply({ text, of: id });
        if (socket.bufferedAmount > mostUnread) pauseUntilRead(answer, socket);
      });
      answer.on('end', () => finish(id, { end: id }));
      answer.on('error', () => finish(id, { broke: id }));
    });
    stream.on('error', () => finish(id, { broke: id }));
    stream.end();
  }

  function finish(id: number, last: StreamReply): void {
    if (open.delete(id)) reply(last);
  }

  // Proxies close connections that say nothing for a minute, and a laptop that sleeps says no goodbye.
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const pings = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, pingEvery);
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    clearInterval(pings);
    for (const stream of open.values()) stream.destroy();
    open.clear();
  });
}

function pauseUntilRead(answer: NodeJS.ReadableStream, socket: WebSocket): void {
  if (answer.isPaused()) return;
  answer.pause();
  const waiting = setInterval(() => {
    if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount > mostUnread / 2) return;
    clearInterval(waiting);
    answer.resume();
  }, 50);
}

function parseMessage(data: RawData): StreamRequest | undefined {
  try {
    return streamRequest.safeParse(JSON.parse(String(data))).data;
  } catch {
    return undefined;
  }
}
