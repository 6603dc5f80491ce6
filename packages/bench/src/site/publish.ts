import { openLakeClient } from '@bodytext/e2e/lake-client';
import type { Newsroom } from '@bodytext/e2e/newsroom';
import { inMilliseconds, quantile, type Row, timeOf } from '@bodytext/measure/measure';
import { articleToPublish, getPage, publishHeadline } from './publish-headline.ts';

const publishes = 100;
const bars = { median: 40, slowest: 250 } as const;

/**
 * The time from the response of the publish action to the last byte of a page with the new text, on production builds.
 * The page is requested in a loop, so that the time includes the wait for a failed attempt.
 */
export async function publish(newsroom: Newsroom): Promise<Row[]> {
  const client = await openLakeClient(newsroom);
  const { id, path } = await articleToPublish(client);
  const page = newsroom.siteUrl + path;
  await getPage(page);

  const cached: number[] = [];
  for (let i = 0; i < publishes; i += 1) cached.push(await timeOf(() => getPage(page)));

  const visible: number[] = [];
  let atFirstRequest = 0;
  for (let i = 0; i < publishes; i += 1) {
    const headline = `Published for the ${i + 1}. time`;
    await publishHeadline(client, id, headline);
    let requests = 0;
    visible.push(
      await timeOf(async () => {
        requests = await untilShown(page, headline);
      }),
    );
    if (requests === 1) atFirstRequest += 1;
  }

  const baseline = quantile(cached, 0.5);
  const row = (name: string, time: number, bar: number): Row => ({
    name: `publish to visible, by the same page from the cache: ${name} of ${publishes}`,
    value: inMilliseconds(time),
    ratio: time / baseline,
    bar: { text: `at most ${bar} ms`, met: time <= bar },
  });
  return [
    row('the median', quantile(visible, 0.5), bars.median),
    row('99th percentile', quantile(visible, 0.99), bars.slowest),
    {
      name: 'right at the very next request',
      value: `${atFirstRequest} of ${publishes}`,
      bar: { text: 'all', met: atFirstRequest === publishes },
    },
  ];
}

/** Requests the page until it has the text; resolves with the number of requests. */
async function untilShown(page: string, text: string): Promise<number> {
  const deadline = performance.now() + 30_000;
  for (let requests = 1; performance.now() < deadline; requests += 1) {
    if ((await getPage(page)).includes(text)) return requests;
  }
  throw new Error(`${page} did not show “${text}” within 30 s.`);
}
