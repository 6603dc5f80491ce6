import type { Committed } from '../mutate/commit.ts';

type Subscriber = (transaction: Committed) => void;

/** Tells everything that listens about each transaction, in the order in which they were committed. */
export type Hub = ReturnType<typeof createHub>;

export function createHub() {
  const subscribers = new Set<Subscriber>();
  return {
    subscribe(subscriber: Subscriber): () => void {
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    publish(transaction: Committed): void {
      for (const subscriber of subscribers) subscriber(transaction);
    },
  };
}
