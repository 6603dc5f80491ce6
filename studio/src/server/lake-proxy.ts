import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Caller } from './caller.ts';

/** Paths that are the lake's: its API by version, its assets, its sign-in page. */
const lakePath = /^\/(?:(?:v(?:\d{4}-\d{2}-\d{2}|\d+|X)|images|files|sign-in)\/|sign-in(?:$|\?))/;

export function isLakePath(path: string): boolean {
  return lakePath.test(path);
}

/** The lake's two kinds of event streams; what stands in the path must also be fit for a request line. */
const eventStreamPath = /^\/v(?:\d{4}-\d{2}-\d{2}|\d+|X)\/data\/(?:listen|live\/events)\/[\w-]+(?:\?[\x21-\x7e]*)?$/;

export function isEventStreamPath(path: string): boolean {
  return eventStreamPath.test(path);
}

/** Headers that belong to one connection, not to the message: RFC 9110, section 7.6.1. */
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

/** Starts a request to the lake, over the scheme of its address. */
export function requestLake(lakeUrl: string, path: string, options: { method: string; headers: HeaderMap }) {
  const lake = new URL(lakeUrl);
  const request = lake.protocol === 'https:' ? httpsRequest : httpRequest;
  // Not `new URL(path, lakeUrl)`: a path such as `//host/…` would lead elsewhere.
  return request({
    protocol: lake.protocol,
    hostname: lake.hostname,
    port: lake.port,
    path,
    method: options.method,
    headers: given({ ...options.headers, host: lake.host }),
  });
}

type HeaderMap = Record<string, string | string[] | undefined>;

/** Passes requests and WebSockets on to the lake, so that the Studio is one origin. */
export function createLakeProxy(lakeUrl: string, caller: Caller) {
  return {
    pass(request: IncomingMessage, response: ServerResponse): void {
      const onward = requestLake(lakeUrl, request.url ?? '/', {
        method: request.method ?? 'GET',
        headers: { ...withoutHopByHop(request.headers), ...framingOf(request), ...caller.headersFor(request) },
      });
      onward.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, withoutHopByHop(answer.headers));
        answer.pipe(response);
        answer.on('error', () => response.destroy());
      });
      onward.on('error', () => {
        if (response.headersSent) response.destroy();
        else answerUnreachable(response, lakeUrl);
      });
      request.pipe(onward);
      // A reader who leaves must end the lake's work too, and event streams would otherwise go on for ever.
      response.on('close', () => onward.destroy());
    },

    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      const onward = requestLake(lakeUrl, request.url ?? '/', {
        method: 'GET',
        headers: { ...request.headers, ...withoutBody, ...caller.headersFor(request) },
      });
      onward.on('upgrade', (answer, lakeSocket, lakeHead) => {
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${rawHeaders(answer)}\r\n`);
        if (lakeHead.length > 0) socket.write(lakeHead);
        if (head.length > 0) lakeSocket.write(head);
        lakeSocket.on('error', () => socket.destroy()).on('close', () => socket.destroy());
        socket.on('error', () => lakeSocket.destroy()).on('close', () => lakeSocket.destroy());
        lakeSocket.pipe(socket).pipe(lakeSocket);
      });
      onward.on('response', (answer) => {
        socket.end(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\nconnection: close\r\n\r\n`);
        answer.resume();
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
      onward.end();
    },
  };
}

/** Node refuses a header without a value. */
function given(headers: HeaderMap): HeaderMap {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}

function withoutHopByHop(headers: HeaderMap): HeaderMap {
  // A connection may name more headers that are its own.
  const named = String(headers.connection ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase());
  return Object.fromEntries(Object.entries(headers).filter(([name]) => ![...hopByHop, ...named].includes(name)));
}

/**
 * How the lake knows where a body ends. By itself, Node writes the body of a GET, HEAD or DELETE without any framing
 * when it has no content-length: the lake would read the body as the next request of the connection, with the
 * headers that only this server may send (request smuggling, RFC 9112, section 11.2).
 */
function framingOf({ headers }: IncomingMessage): HeaderMap {
  return headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' };
}

/** A WebSocket's opening request has no body. */
const withoutBody: HeaderMap = { 'content-length': undefined, 'transfer-encoding': undefined };

function rawHeaders({ rawHeaders: raw }: IncomingMessage): string {
  return raw.map((part, index) => (index % 2 === 0 ? `${part}: ` : `${part}\r\n`)).join('');
}

/** In the shape of Sanity's errors, which the Studio shows. */
function answerUnreachable(response: ServerResponse, lakeUrl: string): void {
  const message = `The lake at ${lakeUrl} does not answer. Is it running?`;
  response.writeHead(502, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ statusCode: 502, error: 'Bad Gateway', message }));
}
