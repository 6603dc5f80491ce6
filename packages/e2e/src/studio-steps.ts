import { jest } from '@jest/globals';

/**
 * A step that fails in the Studio is taken once more, and its first failure printed: the Studio is a program of
 * somebody else's with moments at which it loses what a person does. What the site and the lake promise is tested
 * without this.
 */
export function takeStepsOnceMore(): void {
  jest.retryTimes(1, { logErrorsBeforeRetry: true, retryImmediately: true });
}
