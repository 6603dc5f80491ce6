import type { Readable } from 'node:stream';
import type { Frame } from '../listen/frame.ts';

/** What a handler returns; `send-answer` sends it. */
export type Answer = {
  status: number;
  headers: Record<string, string>;
  body: AnswerBody;
};

/** A text, UTF-8 chunks that are sent without being copied, a stream, an event stream, or nothing. */
export type AnswerBody = string | Uint8Array[] | Readable | OpenEvents | undefined;

/** An event stream that is opened once the response can be written to. */
export type OpenEvents = {
  /** @returns what to call when the client has disconnected */
  openEvents(sink: EventSink): () => void;
};

/** Where the frames of an event stream go: an HTTP response, or a WebSocket that carries several streams. */
export type EventSink = {
  write(frame: Frame): void;
  /** Bytes that were written and are still buffered. */
  bufferedBytes(): number;
  /** Ends the stream after the buffer is sent. */
  end(): void;
  /** Destroys the connection; the buffer is dropped. */
  abort(): void;
};

export function isEvents(body: AnswerBody): body is OpenEvents {
  return typeof body === 'object' && 'openEvents' in body;
}

export function json(value: unknown, status = 200): Answer {
  return jsonText(JSON.stringify(value), status);
}

/** An answer whose body is serialized already. */
export function jsonText(body: string | Uint8Array[], status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body };
}

export function empty(status = 204, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: undefined };
}

export function html(markup: string, status = 200): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: markup };
}
