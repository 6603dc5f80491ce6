import { reply, type StreamReply, type StreamRequest } from './event-stream-messages.ts';

/** Injected, so that tests can run this module in Node. */
export type OpenSocket = () => WebSocket;

/** Statuses of responses without a body; 204 tells an event source not to reconnect. */
const bodylessStatuses = new Set([204, 205, 304]);

/**
 * A connection may die without being closed, as when a laptop changes its network: a socket on which a new stream gets
 * no answer within this time is replaced.
 */
const answerTimeoutMs = 10_000;

type OpenStream = {
  answer(response: Response): void;
  fail(): void;
  body?: ReadableStreamDefaultController<Uint8Array>;
};

/**
 * Multiplexes all event streams of this tab over one WebSocket, opened with the first stream. Each stream looks like a
 * response of `fetch`; when the socket breaks, all fail, and their event sources reconnect.
 */
export function createEventStreams(openSocket: OpenSocket, timeoutMs = answerTimeoutMs) {
  const streams = new Map<number, OpenStream>();
  const encoder = new TextEncoder();
  let socket: Promise<WebSocket> | undefined;
  let current: WebSocket | undefined;
  let lastId = 0;

  function connect(): Promise<WebSocket> {
    return new Promise((resolve, reject) => {
      const opening = openSocket();
      current = opening;
      opening.addEventListener('open', () => resolve(opening));
      opening.addEventListener('message', ({ data }) => receive(reply.parse(JSON.parse(String(data)))));
      opening.addEventListener('close', () => {
        reject(new TypeError('Failed to fetch'));
        if (opening === current) drop();
      });
    });
  }

  /** Closes the socket and fails all its streams, so that their event sources reconnect. */
  function drop(): void {
    current?.close();
    current = undefined;
    socket = undefined;
    const lost = [...streams.values()];
    streams.clear();
    // Delayed: a page that is being unloaded closes its socket too, and must not log errors in the console.
    setTimeout(() => {
      for (const stream of lost) stream.fail();
    }, 100);
  }

  async function send(message: StreamRequest): Promise<void> {
    socket ??= connect();
    const open = await socket;
    // While the socket is closing, `send` would not throw but log an error in the console.
    if (open.readyState !== open.OPEN) throw new TypeError('Failed to fetch');
    open.send(JSON.stringify(message));
  }

  function receive(message: StreamReply): void {
    if ('head' in message) begin(message.head, message.status, message.contentType);
    else if ('text' in message) streams.get(message.of)?.body?.enqueue(encoder.encode(message.text));
    else end('end' in message ? message.end : message.broke, 'end' in message);
  }

  function end(id: number, isWhole: boolean): void {
    const stream = streams.get(id);
    streams.delete(id);
    if (isWhole) stream?.body?.close();
    else stream?.fail();
  }

  function begin(id: number, status: number, contentType: string): void {
    const stream = streams.get(id);
    if (bodylessStatuses.has(status)) {
      streams.delete(id);
      stream?.answer(new Response(null, { status }));
      return;
    }
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        if (stream) stream.body = controller;
      },
      cancel: () => close(id),
    });
    stream?.answer(new Response(body, { status, headers: { 'content-type': contentType } }));
  }

  function close(id: number): void {
    // The socket may have closed already, and its streams with it.
    if (streams.delete(id)) send({ close: id }).catch(() => {});
  }

  /** `fetch` for an event stream at a path of the lake. */
  return function stream(path: string, headers: Headers, signal?: AbortSignal | null): Promise<Response> {
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const failure = new TypeError('Failed to fetch');
      const timeout = setTimeout(() => {
        if (streams.has(id)) drop();
      }, timeoutMs);
      const entry: OpenStream = {
        answer(response) {
          clearTimeout(timeout);
          resolve(response);
        },
        fail() {
          clearTimeout(timeout);
          if (entry.body) entry.body.error(failure);
          else reject(failure);
        },
      };
      streams.set(id, entry);
      signal?.addEventListener('abort', () => {
        clearTimeout(timeout);
        const wasOpen = streams.has(id);
        close(id);
        if (!wasOpen) return;
        if (entry.body) entry.body.error(signal.reason);
        else reject(signal.reason);
      });
      send({ open: id, path, headers: Object.fromEntries(headers) }).catch((error) => {
        clearTimeout(timeout);
        streams.delete(id);
        reject(error);
      });
    });
  };
}
