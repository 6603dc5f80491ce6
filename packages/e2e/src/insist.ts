import type { Locator, Request } from 'playwright-core';
import { until } from './until.ts';

/** The timeout of one attempt. */
export const soon = { timeout: 8_000 };

/**
 * Retries an interaction until it has an effect, as a person would. The Studio renders again when it validates a
 * document or receives an event from the lake, which closes open menus and loses the clicks and key presses of that
 * moment.
 *
 * @param attempt rejects if it doesn't find its elements within a few seconds
 * @param outcome whether the interaction had its effect
 */
export async function insist(attempt: () => Promise<void>, outcome: () => Promise<boolean>): Promise<void> {
  let problem: unknown = 'nothing came of it';
  await until(
    async () => {
      if (await outcome()) return true;
      try {
        await attempt();
      } catch (cause) {
        problem = cause;
        return false;
      }
      return comesAbout(outcome);
    },
    () => `Pressed again and again, in vain: ${problem}`,
  );
}

/** Presses a button by keyboard once it is enabled; a mouse click would hit an element that moves over it. */
async function press(button: Locator): Promise<void> {
  await button.waitFor(soon);
  await until(
    () => button.isEnabled(soon),
    () => 'The button can’t be pressed.',
    soon.timeout,
  );
  await button.press('Enter', soon);
}

/** Presses a button until an element is shown, such as a dialogue. */
export function pressUntilShown(button: Locator, outcome: Locator): Promise<void> {
  return pressUntil(button, () => outcome.isVisible());
}

export function pressUntil(button: Locator, outcome: () => Promise<boolean>): Promise<void> {
  return insist(() => press(button), outcome);
}

/**
 * Confirms a dialogue, which may stay open until the lake responds. The button is not pressed again once a request was
 * sent: the Studio would send it a second time, which the lake refuses.
 */
export async function confirm(button: Locator): Promise<void> {
  await button.waitFor();
  let isSent = false;
  const note = (request: Request): void => {
    isSent ||= request.method() === 'POST' && /\/data\/(?:actions|mutate)\//.test(request.url());
  };
  const page = button.page();
  page.on('request', note);
  await pressUntil(button, async () => isSent || !(await button.isVisible()));
  page.off('request', note);
  await button.waitFor({ state: 'hidden' });
}

/** Chooses a menu item until an element is shown, such as a dialogue. */
export function choose(menu: Locator, item: Locator, outcome: Locator): Promise<void> {
  return insist(
    async () => {
      // A press while the menu is open would close it.
      if (!(await item.isVisible())) {
        await menu.press('Enter', soon);
        // The menu focuses its first item a moment after it opens; a key pressed just before would choose that item.
        await menu.page().locator('[role=menuitem]:focus').waitFor(soon);
      }
      await press(item);
    },
    () => outcome.isVisible(),
  );
}

async function comesAbout(outcome: () => Promise<boolean>): Promise<boolean> {
  try {
    await until(outcome, () => 'not yet', soon.timeout);
    return true;
  } catch {
    return false;
  }
}
