import { asLakeError } from '../errors.ts';
import type { Committed } from '../mutate/commit.ts';
import { type Frame, frameOf, frameOfAll } from './frame.ts';
import { eventsFor, type ListenOptions } from './listen-events.ts';
import type { Stringify } from './stringify-cache.ts';

/** One listener: its stream, and the number of the last transaction that its greeting already covered. */
export type Member = { write(frame: Frame): void; end(): void; upTo: number };

/** Listeners with the same options and rights: an event is computed and encoded once for all of them. */
export type Channel = ReturnType<typeof createChannel>;

export function createChannel(options: ListenOptions) {
  const members = new Set<Member>();

  function frameFor(transaction: Committed, stringify: Stringify): Frame | undefined {
    const events = eventsFor(transaction, options);
    return events.length === 0 ? undefined : frameOfAll(events, stringify);
  }

  /** The filter threw on this document, for instance at its deadline: its listeners get the reason, and are closed. */
  function fail(error: unknown): void {
    const data = asLakeError(error)?.body ?? { message: 'The listener’s filter could not be evaluated.' };
    const frame = frameOf({ type: 'channelError', data });
    for (const member of [...members]) {
      member.write(frame);
      member.end();
    }
  }

  return {
    options,
    members,
    /** How long the last transaction took, in milliseconds. */
    cost: 0,
    deliver(transaction: Committed, stringify: Stringify): void {
      try {
        const frame = frameFor(transaction, stringify);
        for (const member of [...members]) {
          if (frame && member.upTo < transaction.seq) member.write(frame);
        }
      } catch (error) {
        fail(error);
      }
    },
  };
}
