/** The result of one benchmark. */
export type Result = {
  name: string;
  /** What the ratios are relative to, measured in the same run. */
  baseline: string;
  rows: Row[];
  /** What could not be measured, and why: "nginx is missing". */
  notMeasured?: string[];
};

export type Row = {
  name: string;
  /** With its unit. */
  value: string;
  /** Value divided by baseline. */
  ratio?: number;
  bar?: { text: string; met: boolean };
};

/** 0.5 is the median, 0.99 the 99th percentile (nearest rank). */
export function quantile(values: readonly number[], p: number): number {
  if (values.length === 0) throw new Error('There is nothing to take a quantile of.');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}

/** In milliseconds, until the promise settles. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function inMilliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}

export function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** The median of the ratios of values measured in turns: a machine that is slow for a while slows both of a pair. */
export function medianRatio(values: readonly number[], beside: readonly number[]): number {
  return quantile(
    values.map((value, index) => value / (beside[index] ?? Number.NaN)),
    0.5,
  );
}
