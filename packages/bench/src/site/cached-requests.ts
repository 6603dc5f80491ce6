import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ended, said } from '@bodytext/e2e/child';
import { freePort } from '@bodytext/e2e/free-ports';
import type { Newsroom } from '@bodytext/e2e/newsroom';
import { quantile, type Result, type Row } from '@bodytext/measure/measure';
import { requestsPerSecond } from '../lake/requests.ts';

const article = '/back-pain/lower-back-pain/lower-back-spasm';
const rounds = 7;
const header = 'Accept-Encoding: gzip';
const next = fileURLToPath(new URL('../../../../node_modules/next/dist/bin/next', import.meta.url));
const plainProject = fileURLToPath(new URL('../../fixtures/app-router', import.meta.url));

/** A running server of the article's page. */
type PageServer = { url: URL; stop(): Promise<void> };

/**
 * Requests a second of a cached article, compressed per response: from the site, from the same components in a plain App
 * Router project, and from nginx serving the HTML file.
 */
export async function cachedRequests(newsroom: Newsroom): Promise<Pick<Result, 'rows' | 'notMeasured'>> {
  const site: PageServer = { url: new URL(newsroom.siteUrl), stop: async () => {} };
  const appRouter = await startAppRouter(newsroom);
  const nginx = await startNginx(await (await fetch(newsroom.siteUrl + article)).text());
  const servers = [site, appRouter, ...(nginx ? [nginx] : [])];
  try {
    const figures = await inRounds(servers);
    const [own = [], usual = [], file = []] = figures;
    return {
      rows: [
        ratioRow('a cached article, gzip, by the same page the usual App Router way', own, usual, 1.2),
        ...(nginx
          ? [ratioRow('a cached article, gzip, by nginx serving the file, which it compresses each time', own, file)]
          : []),
      ],
      notMeasured: nginx ? [] : ['a cached article by the file that nginx serves: nginx is missing'],
    };
  } finally {
    await Promise.all(servers.map(({ stop }) => stop()));
  }
}

/** Warms all servers up, then measures them in turns. */
async function inRounds(servers: readonly PageServer[]): Promise<number[][]> {
  for (const { url } of servers) await requestsPerSecond(url, header, [article]);
  const figures = servers.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { url }] of servers.entries()) {
      figures[index]?.push(await requestsPerSecond(url, header, [article]));
    }
  }
  return figures;
}

/** The median of the rounds' ratios: other load on the machine affects both sides of a round. */
function ratioRow(name: string, own: readonly number[], other: readonly number[], minRatio?: number): Row {
  const ratio = quantile(
    own.map((perSecond, round) => perSecond / (other[round] ?? Number.NaN)),
    0.5,
  );
  const perSecond = (figures: readonly number[]) => Math.round(quantile(figures, 0.5));
  return {
    name,
    value: `${perSecond(own)}/s, ${perSecond(other)}/s`,
    ratio,
    ...(minRatio === undefined ? {} : { bar: { text: `at least ${minRatio} ×`, met: ratio >= minRatio } }),
  };
}

async function startAppRouter({ siteUrl, lakeUrl, dataDir }: Newsroom): Promise<PageServer> {
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATA_DIR: dataDir,
    LAKE_URL: lakeUrl,
    SITE_URL: siteUrl,
  };
  const built = spawnSync(process.execPath, [next, 'build', plainProject], { env, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`The App Router's page was not built:\n${built.stdout}${built.stderr}`);
  const child = spawn(process.execPath, [next, 'start', plainProject, '-p', String(port), '-H', '127.0.0.1'], { env });
  await said(child, /Ready in/);
  const url = new URL(`http://127.0.0.1:${port}`);
  // The first request renders the page, the second must be a cache hit.
  await fetchWhole(new URL(article, url));
  const { headers } = await fetchWhole(new URL(article, url));
  if (headers.get('x-nextjs-cache') !== 'HIT') throw new Error('The App Router did not keep its page.');
  return { url, stop: () => ended(child, 'SIGTERM') };
}

async function fetchWhole(url: URL): Promise<Response> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  await answer.text();
  return answer;
}

/** Undefined if nginx is not installed. Compresses with level 6, Node's default. */
async function startNginx(html: string): Promise<PageServer | undefined> {
  if (spawnSync('nginx', ['-v']).error) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
  const port = await freePort();
  // Started by root, nginx's worker reads the file as another user.
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'page.html'), html);
  await writeFile(
    join(folder, 'nginx.conf'),
    `worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log; daemon off;
     events {}
     http {
       access_log off; gzip on; gzip_comp_level 6; default_type text/html;
       server { listen 127.0.0.1:${port}; location / { root ${folder}; try_files /page.html =404; } }
     }`,
  );
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')]);
  const url = new URL(`http://127.0.0.1:${port}`);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await fetchWhole(url).catch(() => undefined)) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await fetchWhole(url);
  return {
    url,
    async stop() {
      await ended(child, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
