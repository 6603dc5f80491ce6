import { beforeEach, expect, jest } from '@jest/globals';
import type { Sightings } from './watch-page.ts';

/**
 * A step that fails in the Studio is taken once more, and its first failure printed: the Studio is a program of
 * somebody else's with moments at which it loses what a person does. What the site and the lake promise is tested
 * without this.
 *
 * @param sightings what is said at the end of what all steps saw: of a failed one it is forgotten when it is taken again
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
