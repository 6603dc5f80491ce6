import { openLakeClient } from '@bodytext/e2e/lake-client';
import type { Newsroom } from '@bodytext/e2e/newsroom';
import { inMilliseconds, quantile, type Row, timeOf } from '@bodytext/measure/measure';
import { articleToPublish, getPage, publishHeadline } from './publish-headline.ts';

const publishes = 100;
const bars = { median: 40, slowest: 250 } as const;

/**
 * From the answer of the publish action to the last byte of a page that has the new text, on the built programs.
 * A reader asks again and again from the moment of the answer on, so that the wait for a next try counts as well.
 */
export async function publish(newsroom: Newsroom): Promise<Row[]> {
  const client = await openLakeClient(newsroom);
  const { id, path } = await articleToPublish(client);
  const page = newsroom.siteUrl + path;
  await getPage(page);

  const cached: number[] = [];
  for (let i = 0; i < publishes; i += 1) cached.push(await timeOf(() => getPage(page)));

  const visible: number[] = [];
  let atOnce = 0;
  for (let i = 0; i < publishes; i += 1) {
    const headline = `Published for the ${i + 1}. time`;
    await publishHeadline(client, id, headline);
    let asked = 0;
    visible.push(
      await timeOf(async () => {
        asked = await untilShown(page, headline);
      }),
    );
    if (asked === 1) atOnce += 1;
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
      value: `${atOnce} of ${publishes}`,
      bar: { text: 'all', met: atOnce === publishes },
    },
  ];
}

/** Asks until the page has the text; resolves with the number of times it had to ask. */
async function untilShown(page: string, text: string): Promise<number> {
  const deadline = performance.now() + 30_000;
  for (let asked = 1; performance.now() < deadline; asked += 1) {
    if ((await getPage(page)).includes(text)) return asked;
  }
  throw new Error(`${page} did not show “${text}” within 30 s.`);
}
