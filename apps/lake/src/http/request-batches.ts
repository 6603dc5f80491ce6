import { createFairQueue } from '../fairness/fair-queue.ts';
import { networkOf } from '../people/client-network.ts';
import { type Answer, isEvents } from './answer.ts';
import type { App } from './app.ts';
import { httpLimits } from './limits.ts';
import type { Incoming } from './request.ts';

const longestBatchMs = httpLimits.batch.value;
const longestOfSeveralMs = httpLimits.batchOfSeveral.value;

/** Queues a request; `send` is called with its answer. */
export type Dispatch = (caller: string, incoming: Incoming, send: (answer: Answer) => void) => void;

/**
 * Answers the requests that arrive in one turn of the event loop as a batch: first computes all answers, then sends all.
 * If each answer were sent at once, it would wake its client while the next request waits, and every turn of the loop
 * would have one or two requests: the same queries then take half as much processor time again (by slug with 16
 * connections: 114 µs instead of 74). Round robin between callers; what is left after some milliseconds is for the next
 * batch, so that a caller with many connections delays others by a few requests only.
 */
export function createRequestBatcher(app: App): Dispatch {
  const queue = createFairQueue<{ incoming: Incoming; send: (answer: Answer) => void }>();

  return (caller, incoming, send) => {
    if (queue.isEmpty()) setImmediate(runBatch);
    queue.add(caller, { incoming, send });
  };

  function runBatch(): void {
    const end = performance.now() + (queue.callerCount() > 1 ? longestOfSeveralMs : longestBatchMs);
    const answerOne = app.batch();
    const sends: (() => void)[] = [];
    for (let next = queue.take(); next; next = performance.now() < end ? queue.take() : undefined) {
      const { incoming, send } = next;
      const answer = answerOne(incoming);
      if (answer instanceof Promise) void answer.then(send);
      // A stream counts towards its limit only once it is open: a whole batch of them would pass the check before it.
      else if (isEvents(answer.body)) send(answer);
      else sends.push(() => send(answer));
    }
    for (const send of sends) send();
    if (!queue.isEmpty()) setImmediate(runBatch);
  }
}

/**
 * The caller as far as it is known before authentication. A client that invents a new token for each request gains
 * nothing: each is refused, which takes no time.
 */
export function queueKeyOf({ headers, address }: Incoming): string {
  return headers.authorization ?? networkOf(address);
}
