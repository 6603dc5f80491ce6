import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Answer, type EventSink, isEvents, type OpenEvents } from './answer.ts';
import { compressed, compressing, encodingFor } from './compression.ts';
import { httpLimits } from './limits.ts';

const graceMs = httpLimits.streamEnd.value;

/** Sends an answer to whoever asked. */
export function sendAnswer(answer: Answer, incoming: IncomingMessage, outgoing: ServerResponse, caller: string): void {
  if (outgoing.destroyed) {
    // The caller has gone: what the stream holds is given back.
    if (answer.body instanceof Readable) answer.body.destroy();
    return;
  }
  if (!incoming.complete) leaveUnread(incoming, outgoing);
  const { status, headers, body } = answer;
  if (incoming.method === 'HEAD') sendHead(answer, outgoing);
  else if (body === undefined) end(outgoing, status, headers);
  else if (typeof body === 'string') sendText(body, answer, incoming, outgoing, caller);
  else if (Array.isArray(body)) sendPieces(body, answer, incoming, outgoing, caller);
  else if (isEvents(body)) sendEvents(body, answer, outgoing);
  else sendStream(body, answer, incoming, outgoing);
}

function end(outgoing: ServerResponse, status: number, headers: OutgoingHttpHeaders, body?: string | Buffer): void {
  outgoing.writeHead(status, headers);
  outgoing.end(body);
}

/** What a GET would get, without its body. A stream that nobody would read must not be begun. */
function sendHead({ status, headers, body }: Answer, outgoing: ServerResponse): void {
  const length = lengthOf(body);
  end(outgoing, status, length === undefined ? headers : { 'content-length': length, ...headers });
  if (body instanceof Readable) body.destroy();
}

function lengthOf(body: Answer['body']): number | undefined {
  if (typeof body === 'string') return Buffer.byteLength(body);
  return Array.isArray(body) ? bytesIn(body) : undefined;
}

function sendText(
  body: string,
  answer: Answer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  caller: string,
): void {
  const { status, headers } = answer;
  const length = Buffer.byteLength(body);
  const encoding = encodingFor(incoming.headers['accept-encoding'], headers, length);
  if (encoding !== undefined) {
    sendCompressed(Buffer.from(body), { encoding, caller }, answer, outgoing);
    return;
  }
  outgoing.writeHead(status, { ...headers, 'content-length': length });
  // As long as it has characters, it is ASCII, which Node writes faster if it need not look for anything else.
  outgoing.end(body, length === body.length ? 'latin1' : 'utf8');
}

function sendPieces(
  pieces: Uint8Array[],
  answer: Answer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  caller: string,
): void {
  const { status, headers } = answer;
  const length = bytesIn(pieces);
  const encoding = encodingFor(incoming.headers['accept-encoding'], headers, length);
  if (encoding !== undefined) {
    sendCompressed(Buffer.concat(pieces), { encoding, caller }, answer, outgoing);
    return;
  }
  outgoing.writeHead(status, { ...headers, 'content-length': length });
  for (const piece of pieces) outgoing.write(piece);
  outgoing.end();
}

type Compression = { encoding: string; caller: string };

function sendCompressed(
  body: Buffer,
  { encoding, caller }: Compression,
  { status, headers }: Answer,
  outgoing: ServerResponse,
): void {
  compressed(body, encoding, caller).then(
    (bytes) => {
      if (outgoing.destroyed) return;
      end(outgoing, status, { ...headers, ...encodedAs(headers, encoding), 'content-length': bytes.length }, bytes);
    },
    () => outgoing.destroy(),
  );
}

function sendStream(body: Readable, answer: Answer, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { status, headers } = answer;
  const encoding = encodingFor(incoming.headers['accept-encoding'], headers, Number.POSITIVE_INFINITY);
  if (encoding === undefined) {
    outgoing.writeHead(status, headers);
    pipeline(body, outgoing).catch(() => outgoing.destroy());
    return;
  }
  outgoing.writeHead(status, { ...headers, ...encodedAs(headers, encoding) });
  pipeline(body, compressing(encoding), outgoing).catch(() => outgoing.destroy());
}

function encodedAs({ vary }: Record<string, string>, encoding: string): Record<string, string> {
  return { 'content-encoding': encoding, vary: vary === undefined ? 'accept-encoding' : `${vary}, accept-encoding` };
}

function sendEvents(body: OpenEvents, { status, headers }: Answer, outgoing: ServerResponse): void {
  outgoing.writeHead(status, headers);
  outgoing.flushHeaders();
  const sink: EventSink = {
    write: (frame) => {
      outgoing.write(frame);
    },
    waitingBytes: () => outgoing.writableLength,
    end: () => {
      outgoing.end();
      setTimeout(() => outgoing.writableFinished || outgoing.destroy(), graceMs).unref();
    },
    cutOff: () => {
      outgoing.destroy();
    },
  };
  const close = body.openEvents(sink);
  outgoing.on('error', () => outgoing.destroy());
  outgoing.on('close', close);
}

/**
 * A caller that is refused before its body was read may still be sending: it gets a little time to read the answer,
 * and the connection is not used again. Without this, Node would read the body to its end, however long it is.
 */
function leaveUnread(incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (incoming.headers['content-length'] === undefined && incoming.headers['transfer-encoding'] === undefined) return;
  outgoing.setHeader('connection', 'close');
  outgoing.on('finish', () => {
    if (incoming.complete) return;
    let left: number = httpLimits.unread.value;
    incoming.on('data', (piece: Buffer) => {
      left -= piece.length;
      if (left < 0) incoming.destroy();
    });
    setTimeout(() => incoming.complete || incoming.destroy(), httpLimits.unreadTime.value).unref();
  });
}

function bytesIn(pieces: Uint8Array[]): number {
  return pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
