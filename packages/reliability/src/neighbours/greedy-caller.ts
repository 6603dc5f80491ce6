import { setPriority } from 'node:os';
import { z } from 'zod';
import { greed, settle } from './greed.ts';
import type { Outcome, Target } from './greedy-requests.ts';

/*
 * A greedy caller, in a child process of the lowest priority: a real one would be on another machine, and use the lake's
 * processors only through its requests.
 */
const leastPriority = 19;
setPriority(leastPriority);

const command = z.union([
  z.object({ kind: z.string(), target: z.custom<Target>() }),
  z.literal(['over', 'over at once']),
]);
const pollMs = 10;
let isOver = false;
let mustSettle = true;

process.on('message', (message) => {
  const received = command.parse(message);
  if (typeof received === 'string') {
    mustSettle = received === 'over';
    isOver = true;
  } else void drive(received.kind, received.target);
});

async function drive(kind: string, target: Target): Promise<void> {
  const outcome: Outcome = { answered: 0, refused: 0, failed: 0 };
  const polling = setInterval(() => {
    if (outcome.answered + outcome.refused + outcome.failed === 0) return;
    clearInterval(polling);
    process.send?.('begun');
  }, pollMs);
  await greed[kind]?.(target, () => isOver, outcome);
  clearInterval(polling);
  if (mustSettle) await settle(target);
  process.send?.(outcome, () => process.exit());
}
