import type { Result, Row } from '@bodytext/measure/measure';
import { attacks } from './attacks.ts';
import { backup } from './backup.ts';
import { diskFull } from './disk-full.ts';
import { fuzz } from './fuzz.ts';
import { gate } from './gate.ts';
import { kills } from './kills.ts';
import { leaks } from './leaks.ts';
import { neighbours } from './neighbours.ts';
import { planner } from './planner.ts';
import { race } from './race.ts';
import { starts } from './starts.ts';
import { uploads } from './uploads.ts';
import { waysBack } from './ways-back.ts';

/** `size` is the number of attempts: small in tests, `fullSize` in the benchmark. */
type Part = { measure: (size: number) => Promise<Row[]>; fullSize: number };

const parts: Record<string, Part> = {
  attacks: { measure: attacks, fullSize: 2_000 },
  backup: { measure: backup, fullSize: 10 },
  'disk-full': { measure: diskFull, fullSize: 20 },
  fuzz: { measure: fuzz, fullSize: 1_000_000 },
  gate: { measure: gate, fullSize: 5_000 },
  kills: { measure: kills, fullSize: 200 },
  leaks: { measure: leaks, fullSize: 5_000 },
  neighbours: { measure: neighbours, fullSize: 60 },
  planner: { measure: planner, fullSize: 100_000 },
  race: { measure: race, fullSize: 500 },
  starts: { measure: starts, fullSize: 120 },
  uploads: { measure: uploads, fullSize: 3_000 },
  'ways-back': { measure: waysBack, fullSize: 500 },
};

export const reliabilityParts = Object.keys(parts);

/** Runs all parts, or those named. */
export async function reliability(names = reliabilityParts): Promise<Result> {
  const rows: Row[] = [];
  const notMeasured: string[] = [];
  for (const name of names) {
    const part = parts[name];
    if (!part) continue;
    try {
      rows.push(...(await part.measure(part.fullSize)));
    } catch (error) {
      // A part that throws must not lose the other parts' results, which take hours.
      notMeasured.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { name: 'reliability', baseline: 'none: what may happen at most', rows, notMeasured };
}
