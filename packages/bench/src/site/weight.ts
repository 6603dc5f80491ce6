import { gzipSync } from 'node:zlib';
import type { Newsroom } from '@bodytext/e2e/newsroom';
import type { Row } from '@bodytext/measure/measure';

const article = '/back-pain/lower-back-pain/lower-back-spasm';
const kilobyte = 1000;

const bars = { script: 0, modules: 3, css: 9, textPage: 30, hero: 40, wholePage: 70 } as const;

/** The site's own modules are served at the root; Next's scripts are below `/_next/`. */
const ownModule = /^<script type="module" src="(\/[\w-]+\.js)">$/;

/** Bytes over the wire for each kind of page. */
export async function weight({ siteUrl }: Newsroom): Promise<Row[]> {
  const addresses = [...(await addressesOf(siteUrl)), '/search?q=spasm', '/no-such-page'];
  const pages = await Promise.all(addresses.map(async (address) => (await fetch(siteUrl + address)).text()));
  const scripts = pages.flatMap((html) => [...html.matchAll(/<script\b[^>]*>/gi)].map(([tag]) => tag));
  const modules = [...new Set(scripts.flatMap((tag) => ownModule.exec(tag)?.[1] ?? []))];
  const framework = scripts.filter((tag) => !tag.includes('application/ld+json') && !ownModule.test(tag)).length;
  const moduleBytes = await Promise.all(modules.map((source) => transferSize(siteUrl + source)));
  const html = await transferSize(siteUrl + article);
  const css = await transferSize(siteUrl + stylesheetOf(await text(siteUrl + article)));
  const hero = await heroBytes(siteUrl);
  return [
    {
      name: `framework’s script elements on ${pages.length} public pages`,
      value: String(framework),
      bar: { text: 'none', met: framework === bars.script },
    },
    inKilobytes('own modules, all together, gzip', moduleBytes.reduce(sum, 0), bars.modules),
    inKilobytes('CSS, gzip', css, bars.css),
    inKilobytes('an article’s text page over the wire: HTML and CSS', html + css, bars.textPage),
    inKilobytes('its hero, at a phone’s width', hero, bars.hero),
    inKilobytes('the page with its hero', html + css + hero, bars.wholePage),
  ];
}

function sum(a: number, b: number): number {
  return a + b;
}

function inKilobytes(name: string, bytes: number, bar: number): Row {
  return {
    name,
    value: `${(bytes / kilobyte).toFixed(1)} KB`,
    bar: { text: `at most ${bar} KB`, met: bytes <= bar * kilobyte },
  };
}

async function addressesOf(siteUrl: string): Promise<string[]> {
  const sitemap = await text(`${siteUrl}/sitemap.xml`);
  return [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url = '']) => new URL(url).pathname);
}

/** The response's compressed size: `fetch` decompresses, so it is compressed again. */
async function transferSize(url: string): Promise<number> {
  const answer = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return answer.headers.get('content-encoding') === null ? bytes.byteLength : gzipSync(bytes).byteLength;
}

async function text(url: string): Promise<string> {
  return (await fetch(url)).text();
}

function stylesheetOf(html: string): string {
  const href = /<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"|<link[^>]+href="([^"]+\.css)"/.exec(html);
  const found = href?.[1] ?? href?.[2];
  if (found === undefined) throw new Error('The article’s page has no stylesheet.');
  return found;
}

/** The hero's AVIF as a phone with 390 CSS pixels and a device pixel ratio of 2 loads it. */
async function heroBytes(siteUrl: string): Promise<number> {
  const html = await text(siteUrl + article);
  const offered = /<source[^>]+type="image\/avif"[^>]+srcSet="([^"]+)"/i.exec(html)?.[1];
  const smallest = offered
    ?.split(', ')
    .map((part) => ({ url: part.split(' ')[0] ?? '', width: Number.parseInt(part.split(' ')[1] ?? '0', 10) }))
    .filter(({ width }) => width >= 780)
    .toSorted((a, b) => a.width - b.width)[0];
  if (smallest === undefined) throw new Error('The article’s page has no hero in AVIF.');
  const answer = await fetch(siteUrl + smallest.url);
  return (await answer.arrayBuffer()).byteLength;
}
