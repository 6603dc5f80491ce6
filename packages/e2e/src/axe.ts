import axe, { type Result, type RunOptions } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** WCAG 2.2 AA, axe's best practices, and AAA's contrast of 7:1 for text. */
export const everything: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'color-contrast-enhanced': { enabled: true } },
};

/** The rules that depend on colours; the others give the same result in every colour scheme. */
export const ofColour: RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast-enhanced', 'link-in-text-block'] },
};

/** The rules that depend on the size of the viewport. */
export const ofSize: RunOptions = { runOnly: { type: 'rule', values: ['target-size', 'color-contrast-enhanced'] } };

/** Saves time: axe would also report what passes, and fetch every style sheet again. */
const briefly: RunOptions = { resultTypes: ['violations'], preload: false };

/**
 * Runs axe on the page or frame as it is now. The script is injected once and stays for further runs.
 *
 * @param within a selector for our own part of a page, such as one of the Studio's
 * @returns a line for each violated rule, with the elements that violate it
 */
export async function axeProblems(page: Page | Frame, options: RunOptions, within = 'html'): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in window);
  if (!isThere) await page.evaluate(axe.source);
  const violations = await page.evaluate<Result[]>(
    `axe.run(${JSON.stringify(within)}, ${JSON.stringify({ ...options, ...briefly })}).then(({ violations }) => violations)`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
