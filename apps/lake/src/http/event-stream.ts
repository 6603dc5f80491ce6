import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { httpError } from '../errors.ts';
import { type Frame, frameOf, heartbeat, opening } from '../listen/frame.ts';
import type { ListenEvent } from '../listen/listener.ts';
import { networkOf } from '../people/network-of.ts';
import { createEntitlements } from './entitlement.ts';
import type { LakeContext } from './environment.ts';
import { remoteAddress } from './remote-address.ts';

const heartbeatMs = 15_000;
/** A reader that is this far behind is cut off; it reconnects and goes on where it was. */
const mostWaitingBytes = 4 * 1024 * 1024;
/** What may wait for all readers together; whoever has something large to come then is cut off as well. */
const mostWaitingForAll = 256 * 1024 * 1024;
const largeFrame = 64 * 1024;
/**
 * The hosted lake has such limits as well, of a thousand and more.
 * @see https://www.sanity.io/docs/content-lake/technical-limits
 */
const mostStreams = { forOne: 200, forAll: 5_000 };
/** A stream that is over has this long to be read to its end. */
const graceMs = 1_000;

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
  const readers = new Map<string, number>();
  const entitlements = createEntitlements();

  /** Has something ended together with the streams of its holder; returns what to call when it is over by itself. */
  function register(holderId: string, end: () => void): () => void {
    const ending = { holderId, end };
    open.add(ending);
    return () => open.delete(ending);
  }

  /** Takes a place for a stream; returns how to give it back. */
  function takePlace(context: LakeContext): () => void {
    const { id, kind } = context.get('actor');
    const reader = kind === 'anonymous' ? `at ${networkOf(remoteAddress(context))}` : id;
    const own = readers.get(reader) ?? 0;
    const limit = own >= mostStreams.forOne ? mostStreams.forOne : mostStreams.forAll;
    if (own >= mostStreams.forOne || waiting.size >= mostStreams.forAll) {
      throw httpError(429, 'Too Many Requests', `Max listener limit exceeded at ${limit}.`);
    }
    readers.set(reader, own + 1);
    return () => {
      const others = (readers.get(reader) ?? 1) - 1;
      if (others > 0) readers.set(reader, others);
      else readers.delete(reader);
    };
  }

  function isTooMuch(frame: Frame): boolean {
    if (frame.byteLength < largeFrame) return false;
    let total = frame.byteLength;
    for (const bytes of waiting) total += bytes();
    return total > mostWaitingForAll;
  }

  return {
    register,

    /** Answers with an event stream; `start` gets it and returns what to do when it ends. */
    respond(context: LakeContext, start: (stream: EventStream) => () => void): Response {
      // Hono asks for what a GET would get, and lets go of its body without a word: its place would be taken for good.
      if (context.req.method === 'HEAD') return new Response(null, { headers });
      const connection = connectionOf(context);
      const isEntitled = entitlements.of(context);
      const leavePlace = takePlace(context);
      let stop = (): void => {};
      const body = new ReadableStream<Frame>(
        {
          start(controller) {
            stop = begin(controller);
          },
          cancel: () => stop(),
        },
        new ByteLengthQueuingStrategy({ highWaterMark: mostWaitingBytes }),
      );

      function begin(controller: ReadableStreamDefaultController<Frame>): () => void {
        let release: (() => void) | undefined;
        let isOver = false;
        const write = (frame: Frame): void => {
          if (isOver) return;
          if (!isEntitled()) finish();
          else if ((controller.desiredSize ?? 0) <= 0 || isTooMuch(frame)) cutOff();
          else controller.enqueue(frame);
        };
        const beat = setInterval(() => write(heartbeat), heartbeatMs).unref();
        const unregister = register(context.get('actor').id, () => finish());
        const waitsFor = (): number => mostWaitingBytes - (controller.desiredSize ?? mostWaitingBytes);
        waiting.add(waitsFor);
        function clean(): void {
          if (isOver) return;
          isOver = true;
          clearInterval(beat);
          unregister();
          waiting.delete(waitsFor);
          leavePlace();
          release?.();
        }
        function finish(): void {
          if (isOver) return;
          clean();
          controller.close();
          setTimeout(() => connection?.writableFinished === false && connection.destroy(), graceMs).unref();
        }
        /** Closing would keep what waits until it is read, which may be never. */
        function cutOff(): void {
          clean();
          // The server cancels the body of a broken connection, which lets go of what waits.
          if (connection) connection.destroy();
          else controller.error(new Error('The reader of an event stream was too far behind.'));
        }
        write(opening);
        try {
          release = start({ send: (event) => write(frameOf(event)), write, end: () => finish() });
        } catch (error) {
          clean();
          throw error;
        }
        if (isOver) release();
        return clean;
      }

      return new Response(body, { headers });
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

const bindings = z.object({
  outgoing: z.custom<ServerResponse>((value) => typeof value === 'object' && value !== null),
});

/** Node's own response, if the lake is asked over a network. */
function connectionOf(context: LakeContext): ServerResponse | undefined {
  return bindings.safeParse(context.env).data?.outgoing;
}
