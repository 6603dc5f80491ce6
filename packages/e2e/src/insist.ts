import type { Locator, Request } from 'playwright-core';
import { until } from './until.ts';

/** How long one attempt waits for what it needs. */
export const soon = { timeout: 8_000 };

/**
 * Does what a person does when a press came to nothing: does it again. The Studio renders a view anew while it checks a
 * document or hears from the lake, closes the menus over it, and drops what is pressed at that moment.
 *
 * @param attempt finds everything in place within a few seconds, or fails
 * @param outcome what shows that it came to something
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

/** Presses a button by the keyboard, which reaches it through whatever moves over it, once it can be pressed. */
async function press(button: Locator): Promise<void> {
  await button.waitFor(soon);
  await until(
    () => button.isEnabled(soon),
    () => 'The button can’t be pressed.',
    soon.timeout,
  );
  await button.press('Enter', soon);
}

/** Opens what a button opens, such as a dialogue. */
export function pressUntilShown(button: Locator, outcome: Locator): Promise<void> {
  return pressUntil(button, () => outcome.isVisible());
}

export function pressUntil(button: Locator, outcome: () => Promise<boolean>): Promise<void> {
  return insist(() => press(button), outcome);
}

/**
 * Agrees to what a dialogue asks; it may stay open for as long as the lake takes. Once something was sent it is not
 * pressed again: the Studio would send it a second time, which the lake refuses.
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

/** Chooses from a menu what leads to an outcome, such as a dialogue. */
export function choose(menu: Locator, item: Locator, outcome: Locator): Promise<void> {
  return insist(
    async () => {
      // Pressed while it is open, the menu would close.
      if (!(await item.isVisible())) {
        await menu.press('Enter', soon);
        // A moment after it opened, the menu puts the focus on its first item. A key pressed then would choose that.
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
