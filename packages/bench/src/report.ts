import type { Result } from '@bodytext/measure/measure';

/** A result as a text table. */
export function tableOf({ name, baseline, rows, notMeasured = [] }: Result): string {
  const cells = rows.map((row) => [
    row.name,
    row.value,
    row.ratio === undefined ? '' : `${row.ratio.toFixed(2)} ×`,
    row.bar === undefined ? '' : `${row.bar.met ? 'within' : 'MISSES'} ${row.bar.text}`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const missing = notMeasured.map((why) => `not measured: ${why}`);
  return [`${name} (baseline: ${baseline})`, ...[...lines, ...missing].map((line) => `  ${line}`)].join('\n');
}
