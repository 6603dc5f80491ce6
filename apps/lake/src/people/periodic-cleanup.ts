import { inBackground } from '../background.ts';
import type { People } from './people.ts';

const flushEveryMs = 60_000;
const cleanupEveryMs = 60 * 60_000;

/** Periodically flushes the last uses of tokens and deletes expired rows. Returns how to stop it. */
export function startPeriodicCleanup(people: People): () => void {
  const removeExpired = inBackground('Taking out what is over', people.removeExpired);
  const flushLastUsed = inBackground('Noting which tokens were used', people.flushLastUsed);
  removeExpired();
  const timers = [setInterval(flushLastUsed, flushEveryMs), setInterval(removeExpired, cleanupEveryMs)];
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearInterval(timer);
    flushLastUsed();
  };
}
