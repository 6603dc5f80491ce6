import { parseArgs } from 'node:util';
import type { Result } from '@bodytext/measure/measure';
import { reliability, reliabilityParts } from '@bodytext/reliability/reliability';
import { z } from 'zod';
import { lake, lakeParts } from './lake.ts';
import { tableOf } from './report.ts';
import { site, siteParts } from './site.ts';
import { start } from './start.ts';

/*
 * npm run bench [-- NAME…] [--json] [--strict]
 * Without a name, all benchmarks; `reliability/kills` is one part of one. --json prints JSON; --strict exits with 1 when
 * a bar is missed or something could not be measured.
 */

const benchmarks: Record<string, () => Promise<Result>> = { start, site, lake, reliability };
const partBenchmarks: typeof benchmarks = Object.fromEntries([
  ...lakeParts.map((part) => [`lake/${part}`, () => lake([part])]),
  ...siteParts.map((part) => [`site/${part}`, () => site([part])]),
  ...reliabilityParts.map((part) => [`reliability/${part}`, () => reliability([part])]),
]);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, strict: { type: 'boolean', default: false } },
});

const all = Object.keys(benchmarks);
const known = [...all, ...Object.keys(partBenchmarks)];
const names = z
  .array(z.string().refine((name) => known.includes(name)))
  .safeParse(positionals.length === 0 ? all : positionals);

if (names.success) {
  await runAll(names.data);
} else {
  console.error(`There is no such benchmark. There are: ${known.join(', ')}.`);
  process.exitCode = 1;
}

async function runAll(wanted: readonly string[]): Promise<void> {
  const results: Result[] = [];
  for (const name of wanted) {
    const result = await (benchmarks[name] ?? partBenchmarks[name])?.();
    if (result === undefined) continue;
    results.push(result);
    if (!values.json) console.log(tableOf(result));
  }
  if (values.json) console.log(JSON.stringify(results, null, 2));
  if (values.strict && results.some(isShort)) process.exitCode = 1;
}

function isShort({ rows, notMeasured = [] }: Result): boolean {
  return notMeasured.length > 0 || rows.some(({ bar }) => bar?.met === false);
}
