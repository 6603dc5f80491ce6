import { httpError } from '../errors.ts';
import { type Frame, frameOf, heartbeat, opening } from '../listen/frame.ts';
import type { ListenEvent } from '../listen/listener.ts';
import type { Answer, EventSink } from './answer.ts';
import { createEntitlements } from './entitlement.ts';
import { httpLimits } from './limits.ts';
import type { ApiRequest } from './request.ts';

const heartbeatMs = 15_000;
const mostWaitingBytes = httpLimits.eventsWaiting.value;
const mostWaitingForAll = httpLimits.eventsWaitingInAll.value;
const largeFrame = httpLimits.largeEvent.value;
const mostStreams = { forOne: httpLimits.streamsOfOne.value, forAll: httpLimits.streams.value };

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** One open event stream. */
export type EventStream = { send(event: ListenEvent): void; write(frame: Frame): void; end(): void };

/** All open event streams and sockets, so that they end when they should. */
export type Streams = ReturnType<typeof createStreams>;

type Ending = { holderId: string; end(): void };

export function createStreams() {
  const open = new Set<Ending>();
  const waiting = new Set<() => number>();
  const places = new Map<string, number>();
  const entitlements = createEntitlements();

  /** Has something ended together with the streams of its holder; returns what to call when it is over by itself. */
  function register(holderId: string, end: () => void): () => void {
    const ending = { holderId, end };
    open.add(ending);
    return () => open.delete(ending);
  }

  /** Whoever has too many streams is refused while it can still be told by a status. */
  function checkPlace(caller: string): void {
    const own = places.get(caller) ?? 0;
    if (own < mostStreams.forOne && waiting.size < mostStreams.forAll) return;
    const limit = own >= mostStreams.forOne ? mostStreams.forOne : mostStreams.forAll;
    throw httpError(429, 'Too Many Requests', `Max listener limit exceeded at ${limit}.`);
  }

  /** Takes a place for a stream; returns how to give it back. */
  function takePlace(caller: string): () => void {
    places.set(caller, (places.get(caller) ?? 0) + 1);
    return () => {
      const others = (places.get(caller) ?? 1) - 1;
      if (others > 0) places.set(caller, others);
      else places.delete(caller);
    };
  }

  function isTooMuch(frame: Frame): boolean {
    if (frame.byteLength < largeFrame) return false;
    let total = frame.byteLength;
    for (const bytes of waiting) total += bytes();
    return total > mostWaitingForAll;
  }

  /** Writes a stream to where it goes; returns what to call when the other side has gone. */
  function begin(sink: EventSink, { request, isEntitled, start }: Opening): () => void {
    const leavePlace = takePlace(request.caller);
    let release: (() => void) | undefined;
    let isOver = false;
    const write = (frame: Frame): void => {
      if (isOver) return;
      if (!isEntitled()) finish();
      else if (sink.waitingBytes() >= mostWaitingBytes || isTooMuch(frame)) cutOff();
      else sink.write(frame);
    };
    const beat = setInterval(() => write(heartbeat), heartbeatMs).unref();
    const unregister = register(request.actor.id, () => finish());
    waiting.add(sink.waitingBytes);
    function clean(): void {
      if (isOver) return;
      isOver = true;
      clearInterval(beat);
      unregister();
      waiting.delete(sink.waitingBytes);
      leavePlace();
      release?.();
    }
    function finish(): void {
      if (isOver) return;
      clean();
      sink.end();
    }
    /** Ending it in order would keep what waits until it is read, which may be never. */
    function cutOff(): void {
      clean();
      sink.cutOff();
    }
    write(opening);
    try {
      release = start({ send: (event) => write(frameOf(event)), write, end: () => finish() });
    } catch (error) {
      clean();
      sink.cutOff();
      console.error(error);
    }
    if (isOver) release?.();
    return clean;
  }

  return {
    register,

    /** Answers with an event stream; `start` gets it and returns what to do when it ends. */
    respond(request: ApiRequest, start: Start): Answer {
      // Its body would never be begun, and its place be taken for good.
      if (request.method === 'HEAD') return { status: 200, headers, body: undefined };
      checkPlace(request.caller);
      const opening = { request, isEntitled: entitlements.of(request), start };
      return { status: 200, headers, body: { openEvents: (sink) => begin(sink, opening) } };
    },

    /** Ends the streams and sockets of a person or a token, because a session ended or rights changed. */
    endOf(holderId: string): void {
      for (const ending of [...open]) if (ending.holderId === holderId) ending.end();
    },

    endAll(): void {
      for (const ending of [...open]) ending.end();
    },
  };
}

type Start = (stream: EventStream) => () => void;
type Opening = { request: ApiRequest; isEntitled: () => boolean; start: Start };
