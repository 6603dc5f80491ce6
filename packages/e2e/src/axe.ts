import axe, { type Result, type RunOptions } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** What WCAG 2.2 AA asks, what axe holds to be good practice, and the 7:1 of AAA for text. */
export const everything: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'color-contrast-enhanced': { enabled: true } },
};

/** What depends on colours alone: all else is the same page, whatever the colours. */
export const ofColour: RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast-enhanced', 'link-in-text-block'] },
};

/** What depends on the room that a page has. */
export const ofSize: RunOptions = { runOnly: { type: 'rule', values: ['target-size', 'color-contrast-enhanced'] } };

/** Without these, axe would also describe all that is well, and read every style sheet a second time. */
const briefly: RunOptions = { resultTypes: ['violations'], preload: false };

/**
 * What axe finds on the page, or in the frame, as it is now. Axe stays in the page: asking again costs only what is asked.
 *
 * @param within a selector of the part that is ours, in a page that is not
 * @returns a line for each rule that is broken, with the elements that break it
 */
export async function axeProblems(page: Page | Frame, options: RunOptions, within = 'html'): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in window);
  if (!isThere) await page.evaluate(axe.source);
  const violations = await page.evaluate<Result[]>(
    `axe.run(${JSON.stringify(within)}, ${JSON.stringify({ ...options, ...briefly })}).then(({ violations }) => violations)`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
