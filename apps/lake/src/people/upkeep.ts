import type { People } from './people.ts';

const noteUseEveryMs = 60_000;
const tidyEveryMs = 60 * 60_000;

/** Writes down now and then which tokens were used, and takes out what is over. Returns how to stop it. */
export function keepPeopleTidy(people: People): () => void {
  people.tidy();
  const timers = [setInterval(people.noteUse, noteUseEveryMs), setInterval(people.tidy, tidyEveryMs)];
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearInterval(timer);
    people.noteUse();
  };
}
