import { inBackground } from '../background.ts';
import type { Committed } from '../mutate/commit.ts';
import type { Store } from '../store/store.ts';
import type { Hub } from './hub.ts';
import { listenLimits } from './limits.ts';
import { committedAfter } from './replay.ts';

export const mostReplayed = listenLimits.replayed.value;
/** How soon listeners hear of what another process, such as an import at the command line, has written. */
const lookForOthersMs = 500;

type Follower = {
  follow(transaction: Committed): void;
  /** More has happened elsewhere than can be told. */
  startOver(): void;
};

/** Every transaction in the order of the log, each once: those of this process, and those of others beside it. */
export type Feed = ReturnType<typeof createFeed>;

export function createFeed({ hub, store }: { hub: Hub; store: Pick<Store, 'documents' | 'log'> }) {
  const followers = new Set<Follower>();
  let told = 0;
  let stopHearing: (() => void) | undefined;

  function hear(): void {
    told = store.log.lastSeq();
    const unsubscribe = hub.subscribe(tell);
    const looking = setInterval(inBackground('Looking for what others wrote', tellOfOthers), lookForOthersMs).unref();
    stopHearing = () => {
      unsubscribe();
      clearInterval(looking);
      stopHearing = undefined;
    };
  }

  function tell(transaction: Committed): void {
    // Between the last and this one, another process may have written.
    if (transaction.seq > told + 1) tellOfOthers();
    if (transaction.seq > told) pass(transaction);
  }

  function tellOfOthers(): void {
    if (store.log.lastSeq() <= told) return;
    const missed = committedAfter(told, store, mostReplayed);
    if (missed) {
      for (const transaction of missed) pass(transaction);
    } else {
      told = store.log.lastSeq();
      for (const follower of [...followers]) follower.startOver();
    }
  }

  function pass(transaction: Committed): void {
    told = transaction.seq;
    for (const follower of [...followers]) follower.follow(transaction);
  }

  return {
    subscribe(follower: Follower): () => void {
      if (!stopHearing) hear();
      followers.add(follower);
      return () => {
        followers.delete(follower);
        if (followers.size === 0) stopHearing?.();
      };
    },
  };
}
