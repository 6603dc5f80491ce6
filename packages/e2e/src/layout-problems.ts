/**
 * Problems of the page's current layout: horizontal scrolling, clipped text, overlapping text, and targets smaller than
 * 24 pixels. Runs in the page, so it can't use anything from outside the function.
 */
export function layoutProblems(): string[] {
  const { documentElement: root } = document;
  const smallestTarget = 24;

  type Line = { text: string; left: number; right: number; top: number; bottom: number };

  const isHidden = (element: Element) =>
    element.closest('.visually-hidden, .skip-link') !== null || !element.checkVisibility();

  function linesOfText(): Line[] {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const lines: Line[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      if (text === '' || node.parentElement === null || isHidden(node.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const { left, right, top, bottom, width, height } of range.getClientRects()) {
        // A line’s box is higher than its letters, which are in its middle.
        if (width > 1)
          lines.push({ text, left: left + 1, right: right - 1, top: top + height / 4, bottom: bottom - height / 4 });
      }
    }
    return lines.sort((a, b) => a.top - b.top);
  }

  function overlaps(lines: Line[]): string[] {
    return lines.flatMap((line, index) => {
      const found: string[] = [];
      for (let next = index + 1; next < lines.length; next += 1) {
        const other = lines[next];
        if (other === undefined || other.top >= line.bottom) break;
        if (other.left < line.right && other.right > line.left) found.push(`“${line.text}” lies on “${other.text}”`);
      }
      return found;
    });
  }

  function isClipped(element: Element): boolean {
    if (isHidden(element) || element.matches('html, body, input, textarea, select')) return false;
    const { overflowX, overflowY } = getComputedStyle(element);
    const isTooWide = overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
    const isTooHigh = overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1;
    return isTooWide || isTooHigh;
  }

  /** Links in a sentence may be smaller: WCAG 2.5.8 exempts inline targets. */
  function isInSentence(element: Element): boolean {
    const own = element.textContent?.trim() ?? '';
    const around = element.closest('p, li, dd, figcaption, td')?.textContent?.trim() ?? own;
    return getComputedStyle(element).display === 'inline' && around !== own;
  }

  function isTooSmall(element: Element): boolean {
    if (isHidden(element) || isInSentence(element)) return false;
    const { width, height } = element.getBoundingClientRect();
    return Math.min(width, height) + 0.5 < smallestTarget;
  }

  const lines = linesOfText();
  const elements = [...document.body.querySelectorAll('*')];
  const targets = elements.filter((element) =>
    element.matches('a[href], button, select, textarea, summary, input:not([type="hidden"])'),
  );
  const tooWide = root.scrollWidth - root.clientWidth;
  return [
    ...(tooWide > 0 ? [`${tooWide} pixels too wide`] : []),
    ...lines
      .filter(({ left, right }) => left < -2 || right > root.clientWidth + 2)
      .map(({ text }) => `“${text}” is cut off`),
    ...overlaps(lines),
    ...elements
      .filter(isClipped)
      .map((element) => `<${element.tagName} class="${element.className}"> cuts off what is in it`),
    ...targets.filter(isTooSmall).map((element) => `${element.outerHTML} is too small to press`),
  ];
}
