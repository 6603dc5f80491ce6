import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { type Answer, type EventSink, isEvents } from './answer.ts';
import { type Ask, callerBeforeLookUp } from './batches.ts';
import { parseMessage, type StreamReply, type StreamRequest } from './event-socket-messages.ts';
import { httpLimits } from './limits.ts';
import { remoteAddress } from './remote-address.ts';
import type { Incoming } from './request.ts';

/** The lake's two kinds of event streams. What stands behind the question mark must be fit for a request line. */
const streamPath =
  /^(\/v(?:1|X|\d{4}-\d{2}-\d{2})\/(?:data\/(?:listen|live\/events)\/[\w-]+|projects\/[\w-]+\/datasets\/[\w-]+\/(?:listen|live\/events)))(?:\?([\x21-\x7e]*))?$/;

const invalidMessage = 1007;
const policyViolation = 1008;

/**
 * Carries the event streams of one browser tab over one WebSocket. A browser opens at most six HTTP/1.1 connections to
 * a host, for all tabs together, and an open document holds that many streams: without this, the second tab would wait
 * for ever. Each stream is a GET that the lake answers as it would answer it over HTTP, counted for the same person or
 * address.
 */
export function createEventSocket(ask: Ask) {
  // Else all that came together would be read before anybody else has a turn.
  const oneByOne = { allowSynchronousEvents: false };
  const server = new WebSocketServer({ noServer: true, maxPayload: httpLimits.head.value, ...oneByOne });
  return {
    upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer, proxies: number): void {
      if (!isSameOrigin(incoming)) {
        socket.destroy();
        return;
      }
      const address = remoteAddress(incoming, proxies);
      server.handleUpgrade(incoming, socket, head, (webSocket) => carryStreams(webSocket, address, ask));
    },
    close(): void {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

function carryStreams(socket: WebSocket, address: string, ask: Ask): void {
  const open = new Map<number, OpenStream>();

  socket.on('message', (data) => {
    const message = parseMessage(String(data));
    if (message === undefined) socket.close(invalidMessage, 'This is no message about event streams.');
    else if ('close' in message) end(message.close);
    // Two streams of one id could not be told apart: the first would outlive the socket.
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
    ask(callerBeforeLookUp(incoming), incoming, (answer) => begin(id, stream, answer));
  }

  function begin(id: number, stream: OpenStream, { status, headers, body }: Answer): void {
    // It was closed before it began, and its id may be another's by now.
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
    // A refusal: JSON, whole.
    if (typeof body === 'string') reply(socket, { text: body, of: id });
    finish({ end: id });
  }
}

type OpenStream = { close(): void };

type OpenRequest = Extract<StreamRequest, { open: number }>;

/** A stream says who asks and where it left off; every other header is the socket's own. */
function incomingFor(address: string, given: Record<string, string>, from: string): Incoming | undefined {
  const [, path, searchText = ''] = streamPath.exec(address) ?? [];
  if (path === undefined) return undefined;
  const { authorization, 'last-event-id': lastEventId } = given;
  const headers = { accept: 'text/event-stream', authorization, 'last-event-id': lastEventId };
  return { method: 'GET', path, searchText, headers, address: from, body: undefined };
}

function sinkFor(socket: WebSocket, id: number, finish: (last: StreamReply) => void): EventSink {
  return {
    write: (frame) => reply(socket, { text: Buffer.from(frame).toString('utf8'), of: id }),
    // What the socket has not sent yet is of all its streams together: who does not read one, reads none.
    waitingBytes: () => socket.bufferedAmount,
    end: () => finish({ end: id }),
    cutOff: () => socket.terminate(),
  };
}

function reply(socket: WebSocket, message: StreamReply): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

/** Proxies close connections that say nothing for a minute, and a laptop that sleeps says no goodbye. */
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

/** Browsers let any page open a WebSocket anywhere; only pages of this origin have business with this one. */
function isSameOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined && URL.parse(headers.origin)?.host === headers.host;
}
