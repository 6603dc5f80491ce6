import type { Committed } from '../mutate/commit.ts';

type Subscriber = (transaction: Committed) => void;

/** Publish/subscribe for committed transactions within this process, in the order of commits. */
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
