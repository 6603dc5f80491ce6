import { backgroundTask } from '../background-task.ts';
import type { Committed } from '../mutate/commit.ts';
import type { Store } from '../store/store.ts';
import type { Hub } from './hub.ts';
import { listenLimits } from './limits.ts';
import { committedAfter } from './replay.ts';

export const mostReplayed = listenLimits.replayed.value;
/** How often to look for transactions of other processes, such as an import at the command line. */
const pollEveryMs = 500;

type Follower = {
  onTransaction(transaction: Committed): void;
  /** Another process has written more than can be replayed. */
  onGap(): void;
};

/** Every transaction once, in the order of the log: those of this process, and those of other processes by polling. */
export type TransactionFeed = ReturnType<typeof createTransactionFeed>;

export function createTransactionFeed({ hub, store }: { hub: Hub; store: Pick<Store, 'documents' | 'log'> }) {
  const followers = new Set<Follower>();
  let lastSeq = 0;
  let stop: (() => void) | undefined;

  function start(): void {
    lastSeq = store.log.lastSeq();
    const unsubscribe = hub.subscribe(onCommit);
    const polling = setInterval(backgroundTask('Looking for what others wrote', catchUp), pollEveryMs).unref();
    stop = () => {
      unsubscribe();
      clearInterval(polling);
      stop = undefined;
    };
  }

  function onCommit(transaction: Committed): void {
    // Another process may have written in between.
    if (transaction.seq > lastSeq + 1) catchUp();
    if (transaction.seq > lastSeq) deliver(transaction);
  }

  function catchUp(): void {
    if (store.log.lastSeq() <= lastSeq) return;
    const missed = committedAfter(lastSeq, store, mostReplayed);
    if (missed) {
      for (const transaction of missed) deliver(transaction);
    } else {
      lastSeq = store.log.lastSeq();
      for (const follower of [...followers]) follower.onGap();
    }
  }

  function deliver(transaction: Committed): void {
    lastSeq = transaction.seq;
    for (const follower of [...followers]) follower.onTransaction(transaction);
  }

  return {
    /** Follows the feed, which polls only while it has followers; returns how to leave it. */
    subscribe(follower: Follower): () => void {
      if (!stop) start();
      followers.add(follower);
      return () => {
        followers.delete(follower);
        if (followers.size === 0) stop?.();
      };
    },
  };
}
