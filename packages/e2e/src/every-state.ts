import type { Figure } from '@bodytext/schema/figure';
import { everyBlock } from './fixtures/every-block.ts';
import { openLakeClient } from './lake-client.ts';
import type { Newsroom } from './newsroom.ts';
import { until } from './until.ts';

/** Pages of which the demo has no example, with a string that shows that each is rendered. */
const states = [
  { path: '/back-pain/lower-back-pain/every-block', word: 'Temporomandibulargelenkserkrankung' },
  { path: '/headaches/frequent-headaches/tension-headache', word: 'class="notice"' },
  { path: '/headaches/frequent-headaches/medication-overuse-headache', word: 'class="withdrawn"' },
];

/**
 * Publishes an article with every kind of block, one whose review lapsed, and one that was withdrawn.
 *
 * @returns their addresses, as soon as the site shows them
 */
export async function publishEveryState(newsroom: Newsroom): Promise<string[]> {
  const lake = await openLakeClient(newsroom);
  const figure = await lake.fetch<Figure>('*[_id == "article-sciatica"][0].heroImage');
  await lake
    .transaction()
    .createOrReplace(everyBlock(figure))
    .patch('article-tension-headache', { set: { reviewedOn: '2024-01-22', nextReviewOn: '2025-01-22' } })
    .patch('article-medication-overuse-headache', {
      set: {
        withdrawal: {
          withdrawnOn: '2026-04-01',
          notice: 'It rested on a study that was retracted.',
          instead: { _type: 'reference', _ref: 'article-tension-headache' },
        },
      },
    })
    .commit();
  for (const { path, word } of states) {
    await until(
      async () => (await fetch(newsroom.siteUrl + path).then((answer) => answer.text())).includes(word),
      () => `${path} never showed ${word}.`,
    );
  }
  return states.map(({ path }) => path);
}
