import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Answer, type EventSink, isEvents, type OpenEvents } from './answer.ts';
import { compressed, compressing, encodingFor } from './compression.ts';
import { httpLimits } from './limits.ts';

const graceMs = httpLimits.streamEnd.value;

export function sendAnswer(answer: Answer, incoming: IncomingMessage, outgoing: ServerResponse, caller: string): void {
  if (outgoing.destroyed) {
    // The client has disconnected: release what the stream holds.
    if (answer.body instanceof Readable) answer.body.destroy();
    return;
  }
  if (!incoming.complete) discardBody(incoming, outgoing);
  const { status, headers, body } = answer;
  if (incoming.method === 'HEAD') sendHead(answer, outgoing);
  else if (body === undefined) end(outgoing, status, headers);
  else if (typeof body === 'string') sendText(body, answer, incoming, outgoing, caller);
  else if (Array.isArray(body)) sendChunks(body, answer, incoming, outgoing, caller);
  else if (isEvents(body)) sendEvents(body, answer, outgoing);
  else sendStream(body, answer, incoming, outgoing);
}

function end(outgoing: ServerResponse, status: number, headers: OutgoingHttpHeaders, body?: string | Buffer): void {
  outgoing.writeHead(status, headers);
  outgoing.end(body);
}

/** The headers of a GET. A stream is destroyed unread, since it would never end. */
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
  // With as many bytes as characters it is ASCII, which Node writes faster as Latin-1.
  outgoing.end(body, length === body.length ? 'latin1' : 'utf8');
}

function sendChunks(
  chunks: Uint8Array[],
  answer: Answer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  caller: string,
): void {
  const { status, headers } = answer;
  const length = bytesIn(chunks);
  const encoding = encodingFor(incoming.headers['accept-encoding'], headers, length);
  if (encoding !== undefined) {
    sendCompressed(Buffer.concat(chunks), { encoding, caller }, answer, outgoing);
    return;
  }
  outgoing.writeHead(status, { ...headers, 'content-length': length });
  for (const chunk of chunks) outgoing.write(chunk);
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
    bufferedBytes: () => outgoing.writableLength,
    end: () => {
      outgoing.end();
      setTimeout(() => outgoing.writableFinished || outgoing.destroy(), graceMs).unref();
    },
    abort: () => {
      outgoing.destroy();
    },
  };
  const close = body.openEvents(sink);
  outgoing.on('error', () => outgoing.destroy());
  outgoing.on('close', close);
}

/**
 * A client that is refused before its body was read may still be sending: some of the body is read and discarded, so
 * that the client reads the answer, and the connection is closed. Node would read the body to its end, however long.
 */
function discardBody(incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (incoming.headers['content-length'] === undefined && incoming.headers['transfer-encoding'] === undefined) return;
  outgoing.setHeader('connection', 'close');
  outgoing.on('finish', () => {
    if (incoming.complete) return;
    let left: number = httpLimits.discarded.value;
    incoming.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) incoming.destroy();
    });
    setTimeout(() => incoming.complete || incoming.destroy(), httpLimits.discardTime.value).unref();
  });
}

function bytesIn(chunks: Uint8Array[]): number {
  return chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
