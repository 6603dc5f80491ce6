import { beforeEach, expect, jest } from '@jest/globals';
import type { Sightings } from './watch-page.ts';

/**
 * Jest retries a failed test once, and prints its first failure: the Studio, a third-party program, sometimes loses
 * clicks and key presses. Tests of the site and the lake alone don't use this.
 *
 * @param sightings the records that the suite checks at its end; a retry drops the errors of the failed attempt
 */
export function takeStepsOnceMore(sightings: () => readonly Sightings[] = () => []): void {
  jest.retryTimes(1, { logErrorsBeforeRetry: true, retryImmediately: true });
  let last: { step: string | undefined; seen: number[] } | undefined;
  beforeEach(() => {
    const step = expect.getState().currentTestName;
    const errors = sightings().map((each) => each.errors);
    if (last?.step === step) for (const [index, each] of errors.entries()) each.splice(last?.seen[index] ?? 0);
    last = { step, seen: errors.map(({ length }) => length) };
  });
}
