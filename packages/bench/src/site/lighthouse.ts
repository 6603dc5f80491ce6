import { once } from 'node:events';
import { createServer } from 'node:http';
import { openBrowser } from '@bodytext/e2e/browser';
import { freePort } from '@bodytext/e2e/free-ports';
import { openNewsroom } from '@bodytext/e2e/newsroom';
import { inSeconds, quantile, type Row } from '@bodytext/measure/measure';
import lighthouse from 'lighthouse';

const runs = 5;

type Kind = 'home' | 'topic' | 'article with its hero' | 'search' | 'text page';

const pages: Record<Kind, string> = {
  home: '/',
  topic: '/back-pain/lower-back-pain',
  'article with its hero': '/back-pain/lower-back-pain/lower-back-spasm',
  search: '/search?q=spasm',
  'text page': '/about',
};
/** Search has `noindex`, which Lighthouse's SEO audit counts as a failure. */
const notIndexed: Kind = 'search';
const graded: Kind[] = ['home', 'topic', 'article with its hero', 'search'];
const largestPaint: Partial<Record<Kind, number>> = { 'text page': 1_000, 'article with its hero': 1_300 };

/** Medians of one page over all runs; times in milliseconds. */
type Report = { scores: number[]; failed: string[]; largestPaint: number; shift: number; blocked: number };

/**
 * Lighthouse's scores of each kind of page on its emulated phone and connection. The browser resolves `localhost` only, so
 * that no request leaves the machine.
 */
export async function lighthouseReports(): Promise<Row[]> {
  const port = String(await freePort());
  // With SITE_URL, as the site has `noindex` everywhere without it.
  const newsroom = await openNewsroom({ SITE_PORT: port, SITE_URL: `http://localhost:${port}` });
  const debuggingPort = await freePort();
  const browser = await openBrowser([
    `--remote-debugging-port=${debuggingPort}`,
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost',
  ]);
  try {
    const reports = new Map<Kind, Report>();
    for (const kind of [...graded, 'text page'] as const) {
      const url = newsroom.siteUrl + pages[kind];
      await (await fetch(url)).text();
      reports.set(kind, await reportOf(categoriesOf(kind), url, debuggingPort));
    }
    return [...rowsOf(reports), await emptyPage(debuggingPort)];
  } finally {
    await browser.close();
    await newsroom.close();
  }
}

/** The machine's own blocking time: on a busy one even an empty page has some. */
async function emptyPage(debuggingPort: number): Promise<Row> {
  const html = '<!doctype html><html lang="en"><title>Empty</title><meta name="viewport" content="width=device-width">';
  const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(`${html}<p>Empty`));
  const port = await freePort();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  try {
    const { scores, blocked } = await reportOf(['performance'], `http://localhost:${port}/`, debuggingPort);
    return {
      name: 'for measure: performance of a page with one word on it, and the time in which it answers nobody',
      value: `${scores[0]}, ${blocked.toFixed(0)} ms`,
    };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function categoriesOf(kind: Kind): string[] {
  return ['performance', 'accessibility', 'best-practices', ...(kind === notIndexed ? [] : ['seo'])];
}

async function reportOf(categories: string[], url: string, port: number): Promise<Report> {
  const found: Report[] = [];
  for (let run = 0; run < runs; run += 1) {
    const result = await lighthouse(url, { port, output: 'json', logLevel: 'error', onlyCategories: categories });
    if (result === undefined) throw new Error(`Lighthouse said nothing of ${url}.`);
    const { audits, runtimeError, ...lhr } = result.lhr;
    if (runtimeError !== undefined) throw new Error(`${url}: ${runtimeError.message}`);
    const weighed = categories.flatMap((id) => lhr.categories[id]?.auditRefs.filter(({ weight }) => weight > 0) ?? []);
    found.push({
      scores: categories.map((id) => Math.round((lhr.categories[id]?.score ?? 0) * 100)),
      failed: weighed.map(({ id }) => id).filter((id) => (audits[id]?.score ?? 1) < 1),
      largestPaint: audits['largest-contentful-paint']?.numericValue ?? Number.NaN,
      shift: audits['cumulative-layout-shift']?.numericValue ?? Number.NaN,
      blocked: audits['total-blocking-time']?.numericValue ?? Number.NaN,
    });
  }
  const median = (value: (one: Report) => number) => quantile(found.map(value), 0.5);
  return {
    scores: categories.map((_, index) => median(({ scores }) => scores[index] ?? 0)),
    failed: [...new Set(found.flatMap(({ failed }) => failed))],
    largestPaint: median((one) => one.largestPaint),
    shift: median(({ shift }) => shift),
    blocked: median(({ blocked }) => blocked),
  };
}

function rowsOf(reports: ReadonlyMap<Kind, Report>): Row[] {
  const grades = graded.map((kind): Row => {
    const { scores = [], failed = [] } = reports.get(kind) ?? {};
    const isFull = scores.length > 0 && scores.every((score) => score === 100);
    const lost = isFull ? '' : ` (${failed.join(', ')})`;
    return {
      name: `Lighthouse, mobile: ${kind}`,
      value: `${scores.join(', ')}${lost}`,
      bar: { text: `100 in ${kind === notIndexed ? 'three' : 'all four'}`, met: isFull },
    };
  });
  const paints = Object.entries(largestPaint).map(([kind, limit]): Row => {
    const paint = [...reports].find(([one]) => one === kind)?.[1].largestPaint ?? Number.NaN;
    return {
      name: `largest contentful paint on its slow phone: ${kind}`,
      value: `${(paint / 1000).toFixed(2)} s`,
      bar: { text: `at most ${inSeconds(limit)}`, met: paint <= limit },
    };
  });
  const all = [...reports.values()];
  return [
    ...grades,
    ...paints,
    none('layout shift of all these pages', Math.max(...all.map(({ shift }) => shift)), ''),
    none('time in which they answer nobody', Math.max(...all.map(({ blocked }) => blocked)), ' ms'),
  ];
}

function none(name: string, value: number, unit: string): Row {
  return { name, value: `${value.toFixed(unit === '' ? 3 : 0)}${unit}`, bar: { text: 'none', met: value === 0 } };
}
