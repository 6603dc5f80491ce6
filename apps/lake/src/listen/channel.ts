import { asLakeError } from '../errors.ts';
import type { Committed } from '../mutate/commit.ts';
import { type Frame, frameOf, frameOfAll } from './frame.ts';
import type { JsonOnce } from './json-once.ts';
import { eventsFor, type ListenOptions } from './listener.ts';

/** One that listens: its stream, and the point of the log up to which it has been told everything. */
export type Member = { write(frame: Frame): void; end(): void; upTo: number };

/** Those that asked for the same with the same rights: for them, an event is worked out and written down once. */
export type Channel = ReturnType<typeof createChannel>;

export function createChannel(options: ListenOptions) {
  const members = new Set<Member>();

  function frameFor(transaction: Committed, json: JsonOnce): Frame | undefined {
    const events = eventsFor(transaction, options);
    return events.length === 0 ? undefined : frameOfAll(events, json);
  }

  /** The filter failed on this document, for instance because it takes too long: whoever listens is told why. */
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
    deliver(transaction: Committed, json: JsonOnce): void {
      try {
        const frame = frameFor(transaction, json);
        for (const member of [...members]) {
          if (frame && member.upTo < transaction.seq) member.write(frame);
        }
      } catch (error) {
        fail(error);
      }
    },
  };
}
