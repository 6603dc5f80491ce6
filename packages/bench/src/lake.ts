import { removeTemplates } from '@bodytext/measure/filled';
import type { Result, Row } from '@bodytext/measure/measure';
import { commits } from './lake/commits.ts';
import { overHttp } from './lake/http.ts';
import { listeners } from './lake/listeners.ts';
import { growth, queries } from './lake/queries.ts';
import { studioList } from './lake/studio-list.ts';

/** The parts, each with its own baseline, which its rows name. */
const groups: Record<string, () => Promise<Row[]>> = {
  queries: () => queries(),
  growth,
  'studio-list': () => studioList(),
  http: overHttp,
  commits: () => commits(),
  listeners: () => listeners(),
};

export const lakeParts = Object.keys(groups);

/** Runs all parts, or those named. */
export async function lake(names = lakeParts): Promise<Result> {
  const rows: Row[] = [];
  const notMeasured: string[] = [];
  for (const name of names) {
    console.error(`Measuring ${name} …`);
    try {
      rows.push(...((await groups[name]?.()) ?? []));
    } catch (error) {
      notMeasured.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await removeTemplates();
  return {
    name: 'lake',
    baseline: 'groq-js’s evaluate() over an array, where nothing else is said',
    rows,
    notMeasured,
  };
}
