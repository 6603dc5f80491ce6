/** What one benchmark found. Times are in milliseconds. */
export type Result = {
  name: string;
  /** What the figures are held against, measured in the same run. */
  baseline: string;
  rows: Row[];
  /** What could not be measured, and why: "nginx is missing". */
  notMeasured?: string[];
};

export type Row = {
  name: string;
  /** With its unit. */
  value: string;
  /** Value by baseline, where that makes sense. */
  ratio?: number;
  /** The bar, and whether the value is within it. */
  bar?: { text: string; met: boolean };
};

/** The p-th part of the sorted values: 0.5 is the median, 0.99 what only one in a hundred exceeds. */
export function quantile(values: readonly number[], p: number): number {
  if (values.length === 0) throw new Error('There is nothing to take a quantile of.');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}

/** Milliseconds that something takes, to its end. */
export async function timeOf(something: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await something();
  return performance.now() - start;
}

export function inMilliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}

export function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** The median of what each measurement is of the one taken beside it: a machine that is slow for a while slows both. */
export function medianRatio(values: readonly number[], beside: readonly number[]): number {
  return quantile(
    values.map((value, index) => value / (beside[index] ?? Number.NaN)),
    0.5,
  );
}
