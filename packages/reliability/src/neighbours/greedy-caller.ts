import { setPriority } from 'node:os';
import { z } from 'zod';
import { greed, type Outcome, settle, type Target } from './greed.ts';

/*
 * A greedy caller, in a process of its own. In the world it would be on another machine and take nothing of this one's
 * processors but what the lake does for it: so everybody else goes first here.
 */
const leastPriority = 19;
setPriority(leastPriority);

const told = z.union([z.object({ kind: z.string(), target: z.custom<Target>() }), z.literal(['over', 'over at once'])]);
const lookMs = 10;
let isOver = false;
let isSettled = true;

process.on('message', (message) => {
  const said = told.parse(message);
  if (typeof said === 'string') {
    isSettled = said === 'over';
    isOver = true;
  } else void drive(said.kind, said.target);
});

async function drive(kind: string, target: Target): Promise<void> {
  const outcome: Outcome = { answered: 0, refused: 0, failed: 0 };
  const looking = setInterval(() => {
    if (outcome.answered + outcome.refused + outcome.failed === 0) return;
    clearInterval(looking);
    process.send?.('begun');
  }, lookMs);
  await greed[kind]?.(target, () => isOver, outcome);
  clearInterval(looking);
  if (isSettled) await settle(target);
  process.send?.(outcome, () => process.exit());
}
