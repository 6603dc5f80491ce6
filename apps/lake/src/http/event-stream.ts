import { httpError } from '../errors.ts';
import { type Frame, frameOf, heartbeat, opening } from '../listen/frame.ts';
import type { ListenEvent } from '../listen/listen-events.ts';
import type { Answer, EventSink } from './answer.ts';
import { httpLimits } from './limits.ts';
import { createStreamAuth, type RequestWithToken } from './stream-auth.ts';

const heartbeatMs = 15_000;
const mostBufferedBytes = httpLimits.eventsBuffered.value;
const mostBufferedInAll = httpLimits.eventsBufferedInAll.value;
const largeFrame = httpLimits.largeEvent.value;
const mostStreams = { forOne: httpLimits.streamsOfOne.value, forAll: httpLimits.streams.value };

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** What is needed of an `ApiRequest`. */
type StreamRequest = RequestWithToken & { method: string; caller: string; actor: { id: string } };

/** One open event stream. */
export type EventStream = { send(event: ListenEvent): void; write(frame: Frame): void; end(): void };

/** The register of open event streams and presence sockets: counts them per caller, and ends them with their session. */
export type Streams = ReturnType<typeof createStreams>;

type Registered = { holderId: string; end(): void };

export function createStreams() {
  const open = new Set<Registered>();
  const buffers = new Set<() => number>();
  const countByCaller = new Map<string, number>();
  const streamAuth = createStreamAuth();

  /** Ends something together with the streams of its token's holder; returns how to unregister it. */
  function register(holderId: string, end: () => void): () => void {
    const registered = { holderId, end };
    open.add(registered);
    return () => open.delete(registered);
  }

  /** Checked before the response begins, while a status can still be sent. */
  function checkStreamLimit(caller: string): void {
    const own = countByCaller.get(caller) ?? 0;
    if (own < mostStreams.forOne && buffers.size < mostStreams.forAll) return;
    const limit = own >= mostStreams.forOne ? mostStreams.forOne : mostStreams.forAll;
    throw httpError(429, 'Too Many Requests', `Max listener limit exceeded at ${limit}.`);
  }

  /** Counts a stream; returns how to release it. */
  function acquireSlot(caller: string): () => void {
    countByCaller.set(caller, (countByCaller.get(caller) ?? 0) + 1);
    return () => {
      const others = (countByCaller.get(caller) ?? 1) - 1;
      if (others > 0) countByCaller.set(caller, others);
      else countByCaller.delete(caller);
    };
  }

  function exceedsBuffers(frame: Frame): boolean {
    if (frame.byteLength < largeFrame) return false;
    let total = frame.byteLength;
    for (const bytes of buffers) total += bytes();
    return total > mostBufferedInAll;
  }

  /** Opens a stream; returns what to call when the client has disconnected. */
  function begin(sink: EventSink, { request, isAuthorized, start }: Opening): () => void {
    const releaseSlot = acquireSlot(request.caller);
    let leave: (() => void) | undefined;
    let isOver = false;
    const write = (frame: Frame): void => {
      if (isOver) return;
      if (!isAuthorized()) finish();
      else if (sink.bufferedBytes() >= mostBufferedBytes || exceedsBuffers(frame)) abort();
      else sink.write(frame);
    };
    const beat = setInterval(() => write(heartbeat), heartbeatMs).unref();
    const unregister = register(request.actor.id, () => finish());
    buffers.add(sink.bufferedBytes);
    function clean(): void {
      if (isOver) return;
      isOver = true;
      clearInterval(beat);
      unregister();
      buffers.delete(sink.bufferedBytes);
      releaseSlot();
      leave?.();
    }
    function finish(): void {
      if (isOver) return;
      clean();
      sink.end();
    }
    /** `end` would keep the buffer until the client has read it, which may be never. */
    function abort(): void {
      clean();
      sink.abort();
    }
    write(opening);
    try {
      leave = start({ send: (event) => write(frameOf(event)), write, end: () => finish() });
    } catch (error) {
      clean();
      sink.abort();
      console.error(error);
    }
    if (isOver) leave?.();
    return clean;
  }

  return {
    register,

    /** Answers with an event stream; `start` gets it and returns what to call when it ends. */
    respond(request: StreamRequest, start: Start): Answer {
      // A HEAD response has no body, so the stream would never be closed and would count for ever.
      if (request.method === 'HEAD') return { status: 200, headers, body: undefined };
      checkStreamLimit(request.caller);
      const opening = { request, isAuthorized: streamAuth.check(request), start };
      return { status: 200, headers, body: { openEvents: (sink) => begin(sink, opening) } };
    },

    /** Ends the streams and sockets of a person or token, after a session ended or rights changed. */
    endOf(holderId: string): void {
      for (const registered of [...open]) if (registered.holderId === holderId) registered.end();
    },

    endAll(): void {
      for (const registered of [...open]) registered.end();
    },
  };
}

type Start = (stream: EventStream) => () => void;
type Opening = { request: StreamRequest; isAuthorized: () => boolean; start: Start };
