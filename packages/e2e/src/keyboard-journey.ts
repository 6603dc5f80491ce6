import type { Page } from 'playwright-core';

/** The element that has the focus after a press of Tab, and what is wrong with it. */
type Stop = { name: string; problems: string[] };

const mostStops = 300;

/**
 * Presses Tab from the start of a page to its end.
 *
 * @returns the names of the focused elements, in order, and the problems found
 */
export async function keyboardJourney(page: Page): Promise<{ names: string[]; problems: string[] }> {
  const stops: Stop[] = [];
  for (let count = 0; count < mostStops; count += 1) {
    await page.keyboard.press('Tab');
    // Browsers scroll to the focused element with the next frame.
    await page.evaluate(() => new Promise(requestAnimationFrame));
    const stop = await page.evaluate(focusedStop);
    if (stop === undefined) break;
    stops.push(stop);
  }
  const left = await page.evaluate(neverFocused);
  return {
    names: stops.map(({ name }) => name),
    problems: [
      ...stops.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`)),
      ...left.map((name) => `${name} is never reached`),
    ],
  };
}

/** Runs in the page. Marks each focused element with the attribute `data-journey`. */
function focusedStop(): Stop | undefined {
  const mark = 'data-journey';
  const focused = document.activeElement;
  if (focused === null || focused === document.body || focused.hasAttribute(mark)) return undefined;
  const before = [...document.querySelectorAll(`[${mark}]`)].reduce<Element | undefined>(
    (last, element) => (Number(element.getAttribute(mark)) > Number(last?.getAttribute(mark) ?? -1) ? element : last),
    undefined,
  );
  const [box = new DOMRect()] = focused.getClientRects();
  const { outlineStyle, outlineWidth } = getComputedStyle(focused);
  const middle = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const isInWindow =
    box.top >= -1 && box.left >= -1 && box.bottom <= window.innerHeight + 1 && box.right <= window.innerWidth + 1;
  const isBack =
    before !== undefined && (before.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING) === 0;
  const isAbove = before !== undefined && before.getBoundingClientRect().top >= box.bottom - 1;
  focused.setAttribute(mark, String(document.querySelectorAll(`[${mark}]`).length));
  const problems = [
    ...(outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2 ? ['nothing shows that it has the focus'] : []),
    ...(isInWindow ? [] : ['it is out of sight']),
    ...(middle !== null && (focused.contains(middle) || middle.contains(focused)) ? [] : ['something covers it']),
    ...(isBack ? ['it comes before what was focused before'] : []),
    ...(isAbove ? ['the focus goes up the page'] : []),
  ];
  const name = focused.getAttribute('aria-label') ?? focused.textContent?.trim().replace(/\s+/g, ' ') ?? '';
  return { name: name || focused.tagName.toLowerCase(), problems };
}

/** Runs in the page. Radio buttons are left out, since Tab reaches only one of a group. */
function neverFocused(): string[] {
  const reachable = 'a[href], button, select, textarea, summary, input:not([type="hidden"], [type="radio"])';
  return [...document.querySelectorAll(reachable)]
    .filter((element) => element.checkVisibility() && !element.matches(':disabled, [data-journey]'))
    .map((element) => element.outerHTML);
}
