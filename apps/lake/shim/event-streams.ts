import { reply, type StreamReply, type StreamRequest } from './event-stream-messages.ts';

/** Opens the socket. Given, so that tests can run the browser's half in Node. */
export type OpenSocket = () => WebSocket;

/** Such answers end a stream for good, as 204 does by the standard of event streams. */
const withoutBody = new Set([204, 205, 304]);

/**
 * A connection may die without a word, as when a laptop changes its network: a socket on which a new stream is not
 * answered within so many milliseconds is given up for another one.
 */
const longestSilenceMs = 10_000;

/** One event stream being carried. */
type Carried = {
  answer(response: Response): void;
  fail(): void;
  body?: ReadableStreamDefaultController<Uint8Array>;
};

/**
 * Carries all event streams of this tab over one WebSocket, opened with the first. Each looks like an answer of
 * `fetch`; when the socket breaks, so do they, and who listens connects anew, as after any broken connection.
 */
export function createEventStreams(openSocket: OpenSocket, silentMs = longestSilenceMs) {
  const carried = new Map<number, Carried>();
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
        if (opening === current) lose();
      });
    });
  }

  /** Closes the socket and fails all its streams, upon which their event sources reconnect. */
  function lose(): void {
    current?.close();
    current = undefined;
    socket = undefined;
    const lost = [...carried.values()];
    carried.clear();
    // A page that is being left closes its socket too. By then it is gone, and nothing cries wolf in the console.
    setTimeout(() => {
      for (const stream of lost) stream.fail();
    }, 100);
  }

  async function send(message: StreamRequest): Promise<void> {
    socket ??= connect();
    const open = await socket;
    // Between closing and being closed, the browser would only complain of it in the console.
    if (open.readyState !== open.OPEN) throw new TypeError('Failed to fetch');
    open.send(JSON.stringify(message));
  }

  function receive(message: StreamReply): void {
    if ('head' in message) begin(message.head, message.status, message.contentType);
    else if ('text' in message) carried.get(message.of)?.body?.enqueue(encoder.encode(message.text));
    else end('end' in message ? message.end : message.broke, 'end' in message);
  }

  function end(id: number, isWhole: boolean): void {
    const stream = carried.get(id);
    carried.delete(id);
    if (isWhole) stream?.body?.close();
    else stream?.fail();
  }

  function begin(id: number, status: number, contentType: string): void {
    const stream = carried.get(id);
    if (withoutBody.has(status)) {
      carried.delete(id);
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
    // The socket may be gone already, and the streams with it.
    if (carried.delete(id)) send({ close: id }).catch(() => {});
  }

  /** The answer to a GET of an event stream at a path of the lake. */
  return function stream(path: string, headers: Headers, signal?: AbortSignal | null): Promise<Response> {
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const failure = new TypeError('Failed to fetch');
      const silent = setTimeout(() => {
        if (carried.has(id)) lose();
      }, silentMs);
      const entry: Carried = {
        answer(response) {
          clearTimeout(silent);
          resolve(response);
        },
        fail() {
          clearTimeout(silent);
          if (entry.body) entry.body.error(failure);
          else reject(failure);
        },
      };
      carried.set(id, entry);
      signal?.addEventListener('abort', () => {
        clearTimeout(silent);
        const wasOpen = carried.has(id);
        close(id);
        if (!wasOpen) return;
        if (entry.body) entry.body.error(signal.reason);
        else reject(signal.reason);
      });
      send({ open: id, path, headers: Object.fromEntries(headers) }).catch((error) => {
        clearTimeout(silent);
        carried.delete(id);
        reject(error);
      });
    });
  };
}
