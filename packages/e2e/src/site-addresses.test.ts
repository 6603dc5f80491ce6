import { aCallToAction } from '@bodytext/schema/fixtures';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openScene, type Scene } from './outage/scene.ts';
import { until } from './until.ts';

/*
 * The publish gate accepts a link exactly if the site serves its address. A real lake and a real site, with moved
 * articles, a moved branch, and redirects that editors wrote.
 */

const old = '/back-pain/lower-back-pain';
const now = '/back-pain/low-back';

const redirects = {
  '/neck': '/search?q=neck',
  '/team': '/about?from=team#people',
  '/us': '/team',
  '/with-slash': '/about/',
  '/questions': `${now}?a=b`,
  '/low': now,
  '/lower': '/low',
  '/partner': 'https://www.example.org/backs?a=b',
};

const addresses = [
  ...[old, `${old}?a=b`, `${old}#top`, `${old}/sciatica`, `${old}/sciatica/`, `${old}/lower-back-spasm?a=b#causes`],
  ...[`${old}/feed.xml`, `${old}/feed.json?a=b`, `${old}/feed.rss`, `${old}.md`, `/share${old}.png`],
  ...[`${old}/lower-back-spasm.md`, `${old}/lower-back-spasm.md?a=b`, `/share${old}/lower-back-spasm.png`],
  ...[`${old}/lower-back-spasm/feed.xml`, `${old}/nothing`, `${old}/nothing.md`, `/share${old}/nothing.png`],
  ...[`${now}/seized-back`, `${now}/seized-back.md`, `/share${now}/seized-back.png?a=b`, `${now}/seized-back/feed.xml`],
  // Withdrawn: the notice has a Markdown version, but no share image.
  ...[`${now}/facet-joint-pain`, `${now}/facet-joint-pain.md`, `/share${now}/facet-joint-pain.png`],
  ...['/about', '/about.md', '/about/feed.xml', '/share/about.png', '/about//', '/%61bout', '/about%2F', '/About'],
  ...['/back-pain%2Flow-back', '/back-pain//low-back', '/back-pain/%2e/low-back', '/%E0%A4%A', '/about%00'],
  ...Object.keys(redirects).flatMap((from) => [from, `${from}?a=b`, `${from}.md`, `${from}/sciatica`]),
  ...['/low/feed.xml', '/lower/feed.atom', '/questions/feed.xml', '/neck/feed.xml', '/partner/feed.xml'],
  ...['/lower/sciatica.md', '/share/lower/sciatica.png', '/share/lower.png', '/questions/sciatica.md'],
];

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
  const slugged = (current: string) => ({ slug: { _type: 'slug', current } });
  await scene.client.patch('article-lower-back-spasm').set(slugged('seized-back')).commit();
  await scene.client.patch('topic-lower-back-pain').set(slugged('low-back')).commit();
  const withdrawal = { withdrawnOn: '2026-01-01', notice: 'Retracted.' };
  await scene.client.patch('article-facet-joint-pain').set({ withdrawal }).commit();
  for (const [from, to] of Object.entries(redirects)) {
    await scene.client.create({ _id: `redirect-${from.slice(1)}`, _type: 'redirect', from, to });
  }
  await until(
    async () => (await statusOf('/partner')) === 308,
    () => 'The site never heard of the redirects.',
  );
}, 300_000);
afterAll(async () => {
  await scene?.close();
});

/** Each request on its own connection: the site closes a keep-alive connection that idles between two tests. */
const get = (path: string) => fetch(scene.siteUrl + path, { redirect: 'manual', headers: { connection: 'close' } });
const statusOf = async (path: string) => (await get(path)).status;

/** Whether an address leads to a page, through redirects, here or on another site. */
async function isFound(address: string, steps = 0): Promise<boolean> {
  const answer = await get(address);
  const { status, headers } = answer;
  await answer.arrayBuffer();
  if (status !== 308 || steps > 10) return status === 200;
  const to = new URL(headers.get('location') ?? '', scene.siteUrl);
  return to.origin !== scene.siteUrl || isFound(to.pathname + to.search, steps + 1);
}

/** Whether the gate lets a call to action with this URL be published. */
async function isPublished(url: string): Promise<boolean> {
  try {
    await scene.client.createOrReplace(aCallToAction({ _id: 'cta-somewhere', url }));
    return true;
  } catch (error) {
    expect(String(error)).toContain('No page has the address');
    return false;
  }
}

test.each(addresses)('an offer may lead to %s exactly if a reader finds something there', async (address) => {
  expect({ address, isPublished: await isPublished(address) }).toEqual({
    address,
    isPublished: await isFound(address),
  });
});
