import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { request, type StreamReply, type StreamRequest } from '../../shim/event-stream-messages.ts';
import { type Answer, type EventSink, isEvents } from './answer.ts';
import { httpLimits } from './limits.ts';
import { tryParseJson } from './parse-json.ts';
import { remoteAddress } from './remote-address.ts';
import type { Incoming } from './request.ts';
import { type Dispatch, queueKeyOf } from './request-batches.ts';

/** The lake's two kinds of event streams. The query string may hold only characters that are valid in a request line. */
const streamPath =
  /^(\/v(?:1|X|\d{4}-\d{2}-\d{2})\/(?:data\/(?:listen|live\/events)\/[\w-]+|projects\/[\w-]+\/datasets\/[\w-]+\/(?:listen|live\/events)))(?:\?([\x21-\x7e]*))?$/;

const invalidMessage = 1007;
const policyViolation = 1008;

/**
 * Multiplexes the event streams of one browser tab over one WebSocket. A browser opens at most six HTTP/1.1 connections
 * to a host, for all tabs together, and an open document holds that many streams: without this, the second tab would
 * wait for ever. Each stream is answered as a GET over HTTP would be, with the same limits per caller.
 */
export function createEventSocket(dispatch: Dispatch) {
  // Otherwise `ws` handles all messages of one packet in one turn of the event loop.
  const oneByOne = { allowSynchronousEvents: false };
  const server = new WebSocketServer({ noServer: true, maxPayload: httpLimits.head.value, ...oneByOne });
  return {
    upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer, proxies: number): void {
      if (!isSameOrigin(incoming)) {
        socket.destroy();
        return;
      }
      const address = remoteAddress(incoming, proxies);
      server.handleUpgrade(incoming, socket, head, (webSocket) => carryStreams(webSocket, address, dispatch));
    },
    close(): void {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

function carryStreams(socket: WebSocket, address: string, dispatch: Dispatch): void {
  const open = new Map<number, OpenStream>();

  socket.on('message', (data) => {
    const message = request.safeParse(tryParseJson(String(data))).data;
    if (message === undefined) socket.close(invalidMessage, 'This is no message about event streams.');
    else if ('close' in message) end(message.close);
    // The second stream would replace the first in the map, and the first would outlive the socket.
    else if (open.has(message.open)) socket.close(policyViolation, 'This id is in use.');
    else openStream(message);
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    for (const id of [...open.keys()]) end(id);
  });
  keepAlive(socket);

  function end(id: number): void {
    const stream = open.get(id);
    open.delete(id);
    stream?.close();
  }

  function openStream({ open: id, path, headers }: OpenRequest): void {
    const incoming = incomingFor(path, headers, address);
    if (incoming === undefined || open.size >= httpLimits.streamsOfSocket.value) {
      reply(socket, { broke: id });
      return;
    }
    const stream: OpenStream = { close: () => {} };
    open.set(id, stream);
    dispatch(queueKeyOf(incoming), incoming, (answer) => begin(id, stream, answer));
  }

  function begin(id: number, stream: OpenStream, { status, headers, body }: Answer): void {
    // The client closed it before it began, and may have reused its id.
    if (open.get(id) !== stream) return;
    const finish = (last: StreamReply): void => {
      if (open.get(id) !== stream) return;
      open.delete(id);
      reply(socket, last);
    };
    reply(socket, { head: id, status, contentType: headers['content-type'] ?? '' });
    if (isEvents(body)) {
      stream.close = body.openEvents(sinkFor(socket, id, finish));
      return;
    }
    // A refusal, as JSON.
    if (typeof body === 'string') reply(socket, { text: body, of: id });
    finish({ end: id });
  }
}

type OpenStream = { close(): void };

type OpenRequest = Extract<StreamRequest, { open: number }>;

/** A stream has its own token and `Last-Event-ID`; other headers from the client are ignored. */
function incomingFor(address: string, given: Record<string, string>, from: string): Incoming | undefined {
  const [, path, queryString = ''] = streamPath.exec(address) ?? [];
  if (path === undefined) return undefined;
  const { authorization, 'last-event-id': lastEventId } = given;
  const headers = { accept: 'text/event-stream', authorization, 'last-event-id': lastEventId };
  return { method: 'GET', path, queryString, headers, address: from, body: undefined };
}

function sinkFor(socket: WebSocket, id: number, finish: (last: StreamReply) => void): EventSink {
  return {
    write: (frame) => reply(socket, { text: Buffer.from(frame).toString('utf8'), of: id }),
    // The buffer is shared by all streams of the socket: a client that does not read one reads none.
    bufferedBytes: () => socket.bufferedAmount,
    end: () => finish({ end: id }),
    abort: () => socket.terminate(),
  };
}

function reply(socket: WebSocket, message: StreamReply): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

/** Pings: proxies close connections that are silent for a minute, and a sleeping laptop does not close its own. */
function keepAlive(socket: WebSocket): void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const pings = setInterval(() => {
    if (!isAlive) {
      socket.terminate();
      return;
    }
    isAlive = false;
    socket.ping();
  }, httpLimits.ping.value);
  socket.on('close', () => clearInterval(pings));
}

/** WebSockets are not subject to CORS: without this check, pages of any origin could open one. */
function isSameOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined && URL.parse(headers.origin)?.host === headers.host;
}
