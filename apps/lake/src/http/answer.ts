import type { Readable } from 'node:stream';
import type { Frame } from '../listen/frame.ts';

/** What a handler answers; how it is sent is the listener's. */
export type Answer = {
  status: number;
  headers: Record<string, string>;
  body: AnswerBody;
};

/** A text, pieces in UTF-8 that are sent as they are (copying large ones would hold others up), a stream, an event stream, or nothing. */
export type AnswerBody = string | Uint8Array[] | Readable | OpenEvents | undefined;

/** An event stream that begins once there is something to write it to. */
export type OpenEvents = {
  /** @returns what to call when the other side has gone */
  openEvents(sink: EventSink): () => void;
};

/** Where the frames of an event stream go: an HTTP response, or a WebSocket that carries several streams. */
export type EventSink = {
  write(frame: Frame): void;
  /** Bytes that were written and not yet taken by the other side. */
  waitingBytes(): number;
  /** Ends it after what was written. */
  end(): void;
  /** Ends it at once; what waits is dropped. */
  cutOff(): void;
};

export function isEvents(body: AnswerBody): body is OpenEvents {
  return typeof body === 'object' && 'openEvents' in body;
}

export function json(value: unknown, status = 200): Answer {
  return jsonText(JSON.stringify(value), status);
}

/** An answer that is JSON already. */
export function jsonText(body: string | Uint8Array[], status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body };
}

export function empty(status = 204, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: undefined };
}

export function html(markup: string, status = 200): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: markup };
}
