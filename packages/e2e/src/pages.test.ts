import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { z } from 'zod';
import { axeProblems, everything, ofColour, ofSize } from './axe.ts';
import { openBrowser } from './browser.ts';
import { publishEveryState } from './every-state.ts';
import { keyboardJourney } from './keyboard-journey.ts';
import { layoutProblems } from './layout-problems.ts';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { until } from './until.ts';
import { type Sightings, watchPage } from './watch-page.ts';

/*
 * Every page of the demo and every state of a page, in a real browser: whether pages as served are accessible, valid
 * HTML, without console errors, and free of framework script.
 */

let newsroom: Newsroom;
let browser: Browser;
let addresses: string[];

beforeAll(async () => {
  browser = await openBrowser();
  newsroom = await openNewsroom();
  const states = await publishEveryState(newsroom);
  const sitemap = await fetch(`${newsroom.siteUrl}/sitemap.xml`).then((answer) => answer.text());
  const inSitemap = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url = '']) => new URL(url).pathname);
  const searches = ['', '?q=spasm', '?q=sciatca', '?q=zzzz'].map((query) => `/search${query}`);
  addresses = [...new Set(['/', ...inSitemap, ...states, ...searches, '/no-such-page', '/500'])];
});

afterAll(async () => {
  await browser?.close();
  await newsroom?.close();
});

type Check = (address: string) => Promise<unknown[]>;

async function eachAddress(check: Check, among = addresses): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const address of among) {
    const problems = await check(address);
    if (problems.length > 0) found[address] = problems;
  }
  return found;
}

/** Checks every address in the browser, with two pages in parallel, which use two processors. */
async function eachAddressInBrowser(
  context: BrowserContext,
  checkWith: (page: Page) => Promise<Check>,
): Promise<Record<string, unknown[]>> {
  const halves = [0, 1].map((half) => addresses.filter((_, index) => index % 2 === half));
  const found = await Promise.all(
    halves.map(async (half) => eachAddress(await checkWith(await context.newPage()), half)),
  );
  return Object.assign({}, ...found);
}

test('the demo is a whole site: articles, topics, people and plain pages', () => {
  expect(addresses.length).toBeGreaterThan(20);
  expect(addresses).toEqual(expect.arrayContaining(['/', '/about', '/back-pain/lower-back-pain/lower-back-spasm']));
});

test('every page is valid HTML', async () => {
  const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
  const found = await eachAddress(async (address) => {
    const html = await fetch(newsroom.siteUrl + address).then((answer) => answer.text());
    const report = await validator.validateString(html);
    return report.results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line, column }) => `${ruleId} at ${line}:${column}: ${message}`),
    );
  });
  expect(found).toEqual({});
});

/** The site's own scripts: external, allowed by the Content Security Policy, and optional for readers. */
const ownModules = ['<script type="module" src="/instant-search.js">'];

test('every page is served with a policy that allows no script in it, and holds none but the site’s own modules', async () => {
  const found = await eachAddress(async (address) => {
    const answer = await fetch(newsroom.siteUrl + address);
    const policy = answer.headers.get('content-security-policy') ?? '';
    const html = await answer.text();
    const scripts = [...html.matchAll(/<script\b[^>]*>/gi)]
      .map(([tag]) => tag)
      .filter((tag) => !tag.includes('application/ld+json') && !ownModules.includes(tag));
    const styles = html.match(/\sstyle="[^"]*"|<style\b/gi) ?? [];
    const handlers = html.match(/<[^>]+\son[a-z]+=/gi) ?? [];
    const loose = /unsafe-|\*|https?:/.test(policy) || !policy.includes("default-src 'none'") ? [policy] : [];
    return [...scripts, ...styles, ...handlers, ...loose];
  });
  expect(found).toEqual({});
});

test('all own modules together have at most 3 KB, compressed', async () => {
  const sources = ownModules.flatMap((tag) => /src="([^"]+)"/.exec(tag)?.[1] ?? []);
  const modules = await Promise.all(sources.map(async (source) => fetch(newsroom.siteUrl + source)));
  expect(modules.map(({ status }) => status)).toEqual(sources.map(() => 200));
  const texts = await Promise.all(modules.map((answer) => answer.text()));
  expect(gzipSync(texts.join('')).length).toBeLessThan(3 * 1024);
});

const article = '/back-pain/lower-back-pain/sciatica';

test.each([
  ['/feed.xml', 'application/rss+xml; charset=utf-8', 'making sense of sciatica'],
  ['/back-pain/feed.atom', 'application/atom+xml; charset=utf-8', 'making sense of sciatica'],
  ['/back-pain/feed.json', 'application/feed+json; charset=utf-8', 'making sense of sciatica'],
  [`${article}.md`, 'text/markdown; charset=utf-8', '> Sciatica\n'],
  ['/llms.txt', 'text/plain; charset=utf-8', `${article}.md`],
  ['/manifest.webmanifest', 'application/manifest+json', '"start_url"'],
  ['/speculation-rules.json', 'application/speculationrules+json', 'prerender'],
  [`/share${article}.png`, 'image/png', 'PNG'],
])('%s is served as %s, and once only to whoever has it', async (address, type, words) => {
  const answer = await fetch(newsroom.siteUrl + address);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
  expect(await answer.text()).toContain(words);
  const again = await fetch(newsroom.siteUrl + address, {
    // Without `cache-control`, `fetch` would add `no-cache` to a conditional request, which prevents a 304.
    headers: { 'if-none-match': answer.headers.get('etag') ?? '', 'cache-control': 'max-age=0' },
  });
  expect(again.status).toBe(304);
});

test('every icon that the manifest and the pages name is there, in the size they say', async () => {
  const { icons } = z
    .object({ icons: z.array(z.object({ src: z.string(), type: z.string(), sizes: z.string() })) })
    .parse(await (await fetch(`${newsroom.siteUrl}/manifest.webmanifest`)).json());
  const home = await (await fetch(newsroom.siteUrl)).text();
  const [, touch = ''] = /<link rel="apple-touch-icon" href="([^"]+)"/.exec(home) ?? [];
  for (const { src, type, sizes } of [...icons, { src: touch, type: 'image/png', sizes: '180x180' }]) {
    const answer = await fetch(newsroom.siteUrl + src);
    expect([src, answer.status, answer.headers.get('content-type')]).toEqual([src, 200, type]);
    if (type !== 'image/png') continue;
    const png = Buffer.from(await answer.arrayBuffer());
    // Width and height are in a PNG's IHDR chunk. https://www.w3.org/TR/png/#11IHDR
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
  }
});

test.each(['/nowhere/feed.xml', '/nowhere.md', '/share/nowhere.png', '/a-to-z/x'])(
  '%s is not found',
  async (address) => {
    expect((await fetch(newsroom.siteUrl + address)).status).toBe(404);
  },
);

test.each(['/', article])(
  '%s is sent from memory once it was found in the cache, and says the same',
  async (address) => {
    // Not `etag`: Next and the response cache each hash the body in their own way.
    const names = ['content-type', 'content-encoding', 'content-security-policy', 'cache-control', 'vary'];
    const asked = async (headers: Record<string, string> = {}) => {
      const answer = await fetch(newsroom.siteUrl + address, { headers });
      const said = { headers: names.map((name) => answer.headers.get(name)), html: await answer.text() };
      return { said, isOfNext: answer.headers.has('x-nextjs-cache') };
    };
    await until(
      async () => !(await asked()).isOfNext,
      () => 'It is always Next’s.',
    );
    const fromMemory = await asked();
    // A request with Next's draft-mode cookie bypasses the response cache; Next then finds that its value is invalid.
    const fromNext = await asked({ cookie: '__prerender_bypass=none' });
    expect([fromMemory.isOfNext, fromNext.isOfNext]).toEqual([false, true]);
    expect(fromMemory.said).toEqual(fromNext.said);
  },
);

test('no page sets a cookie', async () => {
  const found = await eachAddress(async (address) => (await fetch(newsroom.siteUrl + address)).headers.getSetCookie());
  expect(found).toEqual({});
});

/** Changes that readers may make to a page's text: its size, spacing and direction. */
const readers = {
  'with text of twice the size': () => {
    document.documentElement.style.fontSize = '200%';
  },
  // The spacing of WCAG 1.4.12. The page's Content Security Policy does not apply to a constructed style sheet.
  'with text spaced out': () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-block-end: 2em !important }`,
    );
    document.adoptedStyleSheets = [sheet];
  },
  'from right to left': () => {
    document.documentElement.dir = 'rtl';
  },
  'as it is': () => undefined,
};

function asUsual(): void {
  document.documentElement.removeAttribute('style');
  document.documentElement.dir = 'ltr';
  document.adoptedStyleSheets = [];
}

const widths = [1440, 768, 320];

/** The layout problems at each width, with each of the readers' changes. */
async function layoutProblemsAt(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const [reader, change] of Object.entries(readers)) {
      // Text of 200% is checked at desktop widths, where it leaves as much room as a phone has.
      if (width === 320 && reader === 'with text of twice the size') continue;
      await page.evaluate(change);
      found.push(...(await page.evaluate(layoutProblems)).map((problem) => `${width} pixels ${reader}: ${problem}`));
      await page.evaluate(asUsual);
    }
  }
  return found;
}

/** Runs axe in every colour scheme and at a phone's width. The page is loaded, and axe injected, only once. */
async function axeProblemsIn(page: Page): Promise<string[]> {
  const looks = [
    { look: 'light', options: everything, media: { colorScheme: 'light', forcedColors: 'none' }, width: 1440 },
    { look: 'dark', options: ofColour, media: { colorScheme: 'dark', forcedColors: 'none' }, width: 1440 },
    { look: 'forced colours', options: ofColour, media: { colorScheme: 'dark', forcedColors: 'active' }, width: 1440 },
    { look: 'phone', options: ofSize, media: { colorScheme: 'light', forcedColors: 'none' }, width: 320 },
  ] as const;
  const found: string[] = [];
  for (const { look, options, media, width } of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia(media);
    found.push(...(await axeProblems(page, options)).map((problem) => `${look}: ${problem}`));
  }
  return found;
}

/** Elements that animate although the reader prefers reduced motion. */
function motion(): string[] {
  const isSmooth = getComputedStyle(document.documentElement).scrollBehavior !== 'auto';
  const moving = [...document.querySelectorAll('*')].filter((element) => {
    const { transitionDuration, animationName } = getComputedStyle(element);
    return animationName !== 'none' || /[1-9]/.test(transitionDuration);
  });
  return [...(isSmooth ? ['the page scrolls smoothly'] : []), ...moving.map(({ outerHTML }) => outerHTML)];
}

test('every page is accessible, light, dark and in forced colours, large, spaced out and from right to left, on a desk and on a phone; moves nothing unasked, asks no other host and says nothing in the console', async () => {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const sightings: Sightings[] = [];
  const found = await eachAddressInBrowser(context, async (page) => {
    sightings.push(watchPage(page, [new URL(newsroom.siteUrl).host]));
    return async (address) => {
      await page.goto(newsroom.siteUrl + address);
      return [...(await axeProblemsIn(page)), ...(await layoutProblemsAt(page)), ...(await page.evaluate(motion))];
    };
  });
  await context.close();
  expect(found).toEqual({});
  // The browser logs the responses of the “not found” and error pages as console errors.
  const errors = sightings.flatMap((seen) => seen.errors).filter((error) => !/404|500/.test(error));
  expect(errors).toEqual([]);
  expect(sightings.flatMap(({ otherHosts }) => otherHosts)).toEqual([]);
  // Takes minutes on a busy machine, since every page is checked in sixteen ways.
}, 900_000);

describe('by keyboard', () => {
  let page: Page;

  beforeAll(async () => {
    page = await browser.newPage({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
  });

  afterAll(async () => {
    await page?.close();
  });

  test.each([
    '/',
    '/back-pain/lower-back-pain/every-block',
    '/headaches/frequent-headaches/medication-overuse-headache',
    '/a-to-z',
    '/search?q=spasm',
    '/no-such-page',
  ])('%s is gone through from top to bottom, nothing left out, and readers see where they are', async (address) => {
    await page.goto(newsroom.siteUrl + address);
    const { names, problems } = await keyboardJourney(page);
    expect(problems).toEqual([]);
    expect(names[0]).toBe('Skip to content');
  });

  test('the first press shows the way past the header, which leads into the content', async () => {
    await page.goto(`${newsroom.siteUrl}/back-pain/lower-back-pain/sciatica`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main, header.site-header')?.tagName)).toBe(
      'MAIN',
    );
  });

  test('a citation leads to its reference and back to the same place in the text', async () => {
    await page.goto(`${newsroom.siteUrl}/back-pain/lower-back-pain/sciatica`);
    const citation = page.getByRole('link', { name: 'Reference 1' }).first();
    const place = await citation.getAttribute('id');
    await citation.press('Enter');
    await page.keyboard.press('Tab');
    const inReference = () => page.evaluate(() => document.activeElement?.closest('li')?.id);
    expect(await inReference()).toBe('reference-1');
    await page.getByRole('link', { name: 'Back to where reference 1 is cited' }).first().press('Enter');
    await page.waitForURL(({ hash }) => hash === `#${place}`);
  });
});

test('every image is there, and says what it shows', async () => {
  const context = await browser.newContext();
  const found = await eachAddressInBrowser(context, async (page) => async (address) => {
    await page.goto(newsroom.siteUrl + address);
    const images = await page.$$eval('img', (all) =>
      all.map((image) => ({
        src: image.getAttribute('src') ?? '',
        hasAlt: image.hasAttribute('alt'),
        hasSize: image.width > 0 && image.hasAttribute('width') && image.hasAttribute('height'),
      })),
    );
    const checked = await Promise.all(
      images.map(async ({ src, hasAlt, hasSize }) => {
        const { status, headers } = await fetch(new URL(src, newsroom.siteUrl));
        const isImage = status === 200 && (headers.get('content-type') ?? '').startsWith('image/');
        return isImage && hasAlt && hasSize ? [] : [`${src}: ${status}`];
      }),
    );
    return checked.flat();
  });
  await context.close();
  expect(found).toEqual({});
});
