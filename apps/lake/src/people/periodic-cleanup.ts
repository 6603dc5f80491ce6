import { inBackground } from '../background.ts';
import type { People } from './people.ts';

const noteUseEveryMs = 60_000;
const tidyEveryMs = 60 * 60_000;

/** Writes down now and then which tokens were used, and takes out what is over. Returns how to stop it. */
export function startPeriodicCleanup(people: People): () => void {
  const tidy = inBackground('Taking out what is over', people.removeExpired);
  const noteUse = inBackground('Noting which tokens were used', people.flushLastUsed);
  tidy();
  const timers = [setInterval(noteUse, noteUseEveryMs), setInterval(tidy, tidyEveryMs)];
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearInterval(timer);
    noteUse();
  };
}
