import type { ClientRequest, IncomingMessage } from 'node:http';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { type StreamReply, type StreamRequest, request as streamRequest } from '../event-stream-messages.ts';
import type { Caller } from './caller.ts';
import { isEventStreamPath, requestLake } from './lake-proxy.ts';

/** Streams of one socket. An open document holds about ten; a tab that asks for more is not a Studio. */
const mostStreams = 64;
/** Past this the lake's stream waits until the browser has read. */
const mostUnread = 1_000_000;
const pingEvery = 30_000;

/** The server's half of the WebSocket that carries a tab's event streams: each becomes a request to the lake. */
export function createEventStreamBridge(lakeUrl: string, caller: Caller): WebSocketServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  server.on('connection', (socket, request) => carryStreams(socket, request, lakeUrl, caller));
  return server;
}

function carryStreams(socket: WebSocket, opening: IncomingMessage, lakeUrl: string, caller: Caller): void {
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
    } else if (open.has(message.open)) {
      // The first stream of this id would be lost from the map, and outlive the socket.
      socket.close(1008, 'This id is in use.');
    } else if (open.size >= mostStreams || !isEventStreamPath(message.path)) reply({ broke: message.open });
    else carry(message.open, message.path, message.headers);
  });

  function carry(id: number, path: string, headers: Record<string, string>): void {
    const stream = startStream(path, headers);
    if (stream === undefined) {
      reply({ broke: id });
      return;
    }
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

  /** `undefined` where Node refuses a header that the page gave, such as one with a line break. */
  function startStream(path: string, given: Record<string, string>): ClientRequest | undefined {
    const { authorization, 'last-event-id': lastEventId } = given;
    const headers = {
      accept: 'text/event-stream',
      authorization,
      'last-event-id': lastEventId,
      // So that the lake counts a stream for the address that opened this socket.
      ...caller.headersFor(opening),
    };
    try {
      return requestLake(lakeUrl, path, { method: 'GET', headers });
    } catch {
      return undefined;
    }
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
