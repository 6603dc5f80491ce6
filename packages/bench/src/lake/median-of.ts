import { quantile } from '@bodytext/measure/measure';

/** V8 compiles what runs often, step by step; what is measured before is the compiler. */
const warmUpMs = 700;
const roundMs = 300;
const longMs = 400;
const leastRuns = 3;
const mostRuns = 2_000;

/** The median's milliseconds, of a program that has run for a while. */
export async function medianOf(something: () => Promise<unknown>): Promise<number> {
  const [once = 0] = await timesOf(something, { forMs: 0, least: 1 });
  // What takes so long is not noise, and all of them together must not take minutes.
  if (once > longMs) return once;
  await timesOf(something, { forMs: warmUpMs, least: 1 });
  return quantile(await timesOf(something, { forMs: roundMs, least: leastRuns }), 0.5);
}

async function timesOf(
  something: () => Promise<unknown>,
  { forMs, least }: { forMs: number; least: number },
): Promise<number[]> {
  const times: number[] = [];
  const start = performance.now();
  while (times.length < least || (performance.now() - start < forMs && times.length < mostRuns)) {
    const before = performance.now();
    await something();
    times.push(performance.now() - before);
  }
  return times;
}
