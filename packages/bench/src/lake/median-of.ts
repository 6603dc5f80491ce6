import { quantile } from '@bodytext/measure/measure';

/** Until V8 has optimized the hot code. */
const warmUpMs = 700;
const roundMs = 300;
const longMs = 400;
const minRuns = 3;
const maxRuns = 2_000;

/** The median in milliseconds, after a warm-up. */
export async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const [once = 0] = await timesOf(work, { forMs: 0, min: 1 });
  // A long run needs no repetition: noise is small against it, and repeating it takes minutes.
  if (once > longMs) return once;
  await timesOf(work, { forMs: warmUpMs, min: 1 });
  return quantile(await timesOf(work, { forMs: roundMs, min: minRuns }), 0.5);
}

async function timesOf(
  work: () => Promise<unknown>,
  { forMs, min }: { forMs: number; min: number },
): Promise<number[]> {
  const times: number[] = [];
  const start = performance.now();
  while (times.length < min || (performance.now() - start < forMs && times.length < maxRuns)) {
    const before = performance.now();
    await work();
    times.push(performance.now() - before);
  }
  return times;
}
