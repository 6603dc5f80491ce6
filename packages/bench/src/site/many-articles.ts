import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@bodytext/e2e/free-ports';
import { untilHeard } from '@bodytext/e2e/heard';
import { openLakeClient } from '@bodytext/e2e/lake-client';
import { type Newsroom, openNewsroom } from '@bodytext/e2e/newsroom';
import { inMilliseconds, inSeconds, quantile, type Row, timeOf } from '@bodytext/measure/measure';
import type { SanityClient } from '@sanity/client';
import { z } from 'zod';

const many = 10_000;
const few = 100;
/** Larger transactions queue behind other callers’ work. */
const perRequest = 25;
const visits = 20;
const maxMs = 300;
const timeout = { forMs: 20 * 60_000, pauseMs: 500 };
const tasks = fileURLToPath(new URL('../../../starter/src/tasks.mjs', import.meta.url));

const template = z.looseObject({ _id: z.string(), _type: z.literal('article') });

/**
 * What 10,000 articles cost: a build, a first visit, the pages that list them all, search, and a publish as a ratio to
 * one with 100 articles.
 */
export async function manyArticles(): Promise<Row[]> {
  const build = await requestsOfBuild();
  const newsroom = await openNewsroom();
  try {
    return [build, ...(await inNewsroom(newsroom))];
  } finally {
    await newsroom.close();
  }
}

/** Counts the build's requests to the lake: without any, its time does not depend on the content. */
async function requestsOfBuild(): Promise<Row> {
  let requests = 0;
  const lake = createServer((_, response) => {
    requests += 1;
    response.writeHead(404).end();
  });
  const port = await freePort();
  await once(lake.listen(port, '127.0.0.1'), 'listening');
  const dataDir = join(tmpdir(), `no-data-${port}`);
  // Otherwise Turborepo restores the last build from its cache.
  const env = { ...process.env, LAKE_URL: `http://localhost:${port}`, DATA_DIR: dataDir, TURBO_FORCE: 'true' };
  const child = spawn(process.execPath, [tasks, 'build'], { env, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  lake.close();
  if (code !== 0) throw new Error(`The build ended with ${code}.`);
  const left = existsSync(dataDir) ? ', and left something in DATA_DIR' : '';
  return {
    name: 'what a build asks the lake, so that its time depends on no article',
    value: `${requests} questions${left}`,
    bar: { text: 'none', met: requests === 0 && left === '' },
  };
}

async function inNewsroom(newsroom: Newsroom): Promise<Row[]> {
  const client = await openLakeClient(newsroom);
  await addArticles(client, 0, few);
  const publishWithFew = await publishTime(newsroom, client);
  await addArticles(client, few, many);
  await untilAllAreIndexed(newsroom);
  const rows: Row[] = [];
  const publishWithMany = await publishTime(newsroom, client);
  const first: number[] = [];
  for (let index = 0; index < visits; index += 1) {
    first.push(await timeOf(() => get(newsroom, `/back-pain/lower-back-pain/made-up-${index * 97 + few}`)));
  }
  rows.push(
    row(`first visit of an article among ${many}, the slowest of ${visits}`, Math.max(...first)),
    row('the sitemap', await timeOf(() => get(newsroom, '/sitemap.xml'))),
    row('a topic of them all, first visit', await timeOf(() => get(newsroom, '/back-pain/lower-back-pain'))),
    row('A to Z, first visit', await timeOf(() => get(newsroom, '/a-to-z'))),
    row('a letter of it, first visit', await timeOf(() => get(newsroom, '/a-to-z/m'))),
    row('search', await timeOf(() => get(newsroom, '/search?q=made+up'))),
    row('search with a slip', await timeOf(() => get(newsroom, '/search?q=sciatca'))),
  );
  const ratio = publishWithMany / publishWithFew;
  rows.push({
    name: `publish to visible with ${many} articles, by ${few} articles in the same run`,
    value: inMilliseconds(publishWithMany),
    ratio,
    bar: { text: 'at most 1.5 times', met: ratio <= 1.5 },
  });
  return rows;
}

function row(name: string, milliseconds: number): Row {
  return {
    name,
    value: inMilliseconds(milliseconds),
    bar: { text: `under ${maxMs} ms`, met: milliseconds < maxMs },
  };
}

/** Stores copies of one of the demo's articles, with titles over the whole alphabet. */
async function addArticles(client: SanityClient, from: number, to: number): Promise<void> {
  const article = template.parse(await client.fetch('*[_type == "article" && slug.current == "sciatica"][0]'));
  const { _rev, _createdAt, _updatedAt, ...content } = article;
  for (let start = from; start < to; start += perRequest) {
    const transaction = client.transaction();
    for (let index = start; index < Math.min(start + perRequest, to); index += 1) {
      const letter = String.fromCharCode(65 + (index % 26));
      transaction.createOrReplace({
        ...content,
        _id: `made-up-${index}`,
        title: `${letter} made-up condition ${index}`,
        slug: { _type: 'slug', current: `made-up-${index}` },
      });
    }
    await transaction.commit({ visibility: 'async' });
  }
}

/** The median time from the response of a publish to the last byte of a page that shows it. */
async function publishTime(newsroom: Newsroom, client: SanityClient): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < visits; index += 1) {
    const headline = `Published for the ${index}. time ${Math.random()}`;
    await client.patch('made-up-1').set({ headline }).commit();
    times.push(await timeOf(() => untilShown(newsroom, '/back-pain/lower-back-pain/made-up-1', headline)));
  }
  return quantile(times, 0.5);
}

/** Waits for one webhook per article, and for the search index. */
async function untilAllAreIndexed(newsroom: Newsroom): Promise<void> {
  const ids = Array.from({ length: many }, (_, index) => `made-up-${index}`);
  await untilHeard(newsroom.dataDir, ids, timeout.forMs);
  await untilShown(newsroom, `/search?q=${many - 1}`, `made-up-${many - 1}`, timeout);
}

async function untilShown(
  newsroom: Newsroom,
  path: string,
  text: string,
  { forMs, pauseMs } = { forMs: 30_000, pauseMs: 0 },
): Promise<void> {
  const deadline = performance.now() + forMs;
  while (performance.now() < deadline) {
    if ((await get(newsroom, path).catch(() => '')).includes(text)) return;
    if (pauseMs > 0) await setTimeout(pauseMs);
  }
  throw new Error(`${path} did not show “${text}” within ${inSeconds(forMs)}.`);
}

async function get({ siteUrl }: Newsroom, path: string): Promise<string> {
  const answer = await fetch(siteUrl + path);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`);
  return answer.text();
}
