import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../until.ts';
import { openScene, type Scene } from './scene.ts';

const article = '/back-pain/lower-back-pain/sciatica';
/** The site retries its feedback queue every ten seconds. */
const patienceMs = 60_000;

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
}, 300_000);

afterAll(async () => {
  await scene?.close();
});

async function say(fields: Record<string, string>): Promise<number> {
  const { status } = await fetch(`${scene.siteUrl}/feedback`, {
    method: 'POST',
    body: new URLSearchParams({ page: article, ...fields }),
    headers: { origin: scene.siteUrl, connection: 'close' },
    redirect: 'manual',
  });
  return status;
}

test('what readers say while the lake is away, and the site is killed, reaches the editors once, when the lake is back', async () => {
  await (await fetch(scene.siteUrl + article)).text();
  await scene.letLake('refuses');
  expect(await say({ useful: 'yes' })).toBe(303);
  expect(await say({ mistake: 'The second step is wrong.' })).toBe(303);
  await scene.restartSite();
  expect(await say({ useful: 'yes' })).toBe(303);
  await scene.letLake('well');
  await until(
    async () => (await scene.client.fetch('count(*[_type in ["feedback", "feedbackTally"]])')) === 2,
    () => 'What was said never arrived.',
    patienceMs,
  );
  const page = 'article-sciatica';
  await until(
    async () => (await scene.client.fetch('*[_type == "feedbackTally"][0].useful')) === 2,
    () => 'A vote is missing.',
    patienceMs,
  );
  expect(await scene.client.fetch('*[_type == "feedback"]{text, address, "page": page._ref}')).toEqual([
    { text: 'The second step is wrong.', address: article, page },
  ]);
});
