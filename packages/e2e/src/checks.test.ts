import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { keyboardJourney } from './keyboard-journey.ts';
import { layoutProblems } from './layout-problems.ts';

/* Tests of our own checks: each must find the problem it is for. */

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 390, height: 400 } });
});

afterAll(async () => {
  await browser?.close();
});

async function show(body: string): Promise<void> {
  const ring = '<style>:focus-visible { outline: 2px solid }</style>';
  await page.setContent(`<!doctype html><html lang="en"><title>Test</title>${ring}<body>${body}</body></html>`);
}

describe('layout', () => {
  test.each([
    ['text on text', '<p style="margin:0">One line</p><p style="margin:-1em 0 0">Another line</p>', 'lies on'],
    [
      'text that its box cuts off',
      '<div style="width:5em;overflow:hidden;white-space:nowrap">One long line</div>',
      'cuts off',
    ],
    ['text outside of the window', '<p style="position:absolute;left:-40px">Half a line</p>', 'is cut off'],
    ['sideways scrolling', '<div style="width:800px">Wide</div>', 'pixels too wide'],
    ['a small target', '<button style="width:20px;height:20px;padding:0">x</button>', 'too small'],
  ])('%s is a problem', async (_, body, problem) => {
    await show(body);
    const found = await page.evaluate(layoutProblems);
    expect(found).toEqual([expect.stringContaining(problem)]);
  });

  test('a sentence with a link in it is none, nor what only screen readers see', async () => {
    await show('<p>One <a href="#one">link</a> in <span class="visually-hidden">really</span> a sentence.</p>');
    expect(await page.evaluate(layoutProblems)).toEqual([]);
  });
});

describe('by keyboard', () => {
  test.each([
    ['an order of its own', '<a href="#1" tabindex="2">One</a> <a href="#2" tabindex="1">Two</a>', 'comes before'],
    ['a focus that nobody sees', '<a href="#1" style="outline:none">One</a>', 'nothing shows'],
    [
      'something over the focus',
      '<a href="#1">One</a><div style="position:fixed;inset:0;background:#fff">Cookies!</div>',
      'covers it',
    ],
    [
      'an order against the eye',
      '<div style="display:flex;flex-direction:column-reverse"><a href="#1">One</a><a href="#2">Two</a></div>',
      'goes up',
    ],
    ['something out of reach', '<a href="#1" tabindex="-1">One</a>', 'never reached'],
  ])('%s is a problem', async (_, body, problem) => {
    await show(body);
    const { problems } = await keyboardJourney(page);
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  test('links one below the other are none', async () => {
    await show('<p><a href="#1">One</a></p><p style="margin-top:900px"><a href="#2">Two</a></p>');
    expect(await keyboardJourney(page)).toEqual({ names: ['One', 'Two'], problems: [] });
  });
});
