import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { untilHeardAgain } from './heard.ts';
import { openScene, type Scene } from './outage/scene.ts';
import { until } from './until.ts';

/*
 * Changes reach readers even if webhooks are lost, and old addresses keep working. A real lake and a real site, without
 * a browser. Each test builds on the one before.
 */

const spasm = { id: 'article-lower-back-spasm', path: '/back-pain/lower-back-pain/lower-back-spasm' };
const facet = { id: 'article-facet-joint-pain', path: '/back-pain/lower-back-pain/facet-joint-pain' };

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
}, 300_000);

afterAll(async () => {
  await scene?.close();
});

/** Each request on its own connection: the site closes a keep-alive connection that idles between two tests. */
const get = (path: string) => fetch(scene.siteUrl + path, { redirect: 'manual', headers: { connection: 'close' } });

async function textOf(path: string): Promise<string> {
  return (await get(path)).text();
}

const publish = (id: string, fields: Record<string, unknown>) => scene.client.patch(id).set(fields).commit();
const slugged = (current: string) => ({ slug: { _type: 'slug', current } });

describe('what is published is what readers see', () => {
  test('after two publishes on each other’s heels, the second', async () => {
    await textOf(spasm.path);
    await Promise.all([publish(spasm.id, { headline: 'The first of two' }), textOf(spasm.path)]);
    await publish(spasm.id, { headline: 'The second of two' });
    await until(
      async () => (await textOf(spasm.path)).includes('The second of two'),
      () => 'The second publish did not show.',
    );
    expect(await textOf(spasm.path)).not.toContain('The first of two');
  });

  test('also when the site was down, so that nobody could tell it, and a kept page is older', async () => {
    await textOf(spasm.path);
    let revision = '';
    await scene.restartSite(async () => {
      revision = (await publish(spasm.id, { headline: 'Published while the site was down' }))._rev;
    });
    // At its start the site catches up on missed changes, but for three seconds at most before it serves pages.
    await until(
      async () => (await readFile(join(scene.dataDir, 'site', 'seen.json'), 'utf8')).includes(`"${revision}"`),
      () => 'The site never caught up.',
    );
    expect(await textOf(spasm.path)).toContain('Published while the site was down');
  });

  test('and a forged message changes nothing', async () => {
    const body = JSON.stringify({ before: { _id: spasm.id, _type: 'article' }, after: null });
    const signature = `t=${Date.now()},v1=${Buffer.from('a guess').toString('base64url')}`;
    const headers = { 'sanity-webhook-signature': signature, 'content-type': 'application/json' };
    const answer = await fetch(`${scene.siteUrl}/api/revalidate`, { method: 'POST', headers, body });
    expect(answer.status).toBe(401);
    await scene.letLake('refuses');
    // If the site had accepted the webhook, it would treat the article as deleted.
    expect((await get(spasm.path)).status).toBe(200);
    await scene.letLake('well');
  });

  test('and what was taken away stays away when the site is killed and finds no lake', async () => {
    await textOf(facet.path);
    // Caches the page, so that the site has one to serve below, during the outage.
    expect(await textOf('/back-pain/lower-back-pain')).toContain(`href="${facet.path}"`);
    const withdrawal = { _type: 'withdrawal', withdrawnOn: '2026-11-01', notice: 'Retracted.' };
    await untilHeardAgain(scene.dataDir, `gone:${facet.id}`, () => publish(facet.id, { withdrawal }));
    await scene.letLake('refuses');
    await scene.restartSite();
    expect((await get(facet.path)).status).not.toBe(200);
    const topic = await get('/back-pain/lower-back-pain');
    expect(topic.status).toBe(200);
    expect(await topic.text()).not.toContain(`href="${facet.path}"`);
    await scene.letLake('well');
    await until(
      async () => (await textOf(facet.path)).includes('Retracted.'),
      () => 'The notice did not come back by itself.',
    );
    expect((await get(`/share${facet.path}.png`)).status).toBe(404);
  });
});

describe('an address that moved', () => {
  const topic = { id: 'topic-lower-back-pain', old: '/back-pain/lower-back-pain' };
  const at = (slug: string, branch = topic.old) => `${branch}/${slug}`;

  /** The redirect's target, the address itself for 200, else the status. */
  async function leadsTo(path: string): Promise<string> {
    const { status, headers } = await get(path);
    if (status === 308) return new URL(headers.get('location') ?? '', scene.siteUrl).pathname;
    return status === 200 ? path : String(status);
  }

  /** Waits, since the site learns of redirects from old addresses by webhook. */
  async function all(paths: readonly string[], to: string): Promise<void> {
    for (const path of [to, ...paths]) {
      await until(
        async () => (await leadsTo(path)) === to,
        async () => `${path} leads to ${await leadsTo(path)} instead of ${to}.`,
      );
    }
  }

  test('twice leads to its end in one step', async () => {
    await publish(spasm.id, slugged('back-cramp'));
    await publish(spasm.id, slugged('seized-back'));
    await all([at('lower-back-spasm'), at('back-cramp')], at('seized-back'));
  });

  test('and back again is where it was, and runs in no circle', async () => {
    await publish(spasm.id, slugged('lower-back-spasm'));
    await all([at('back-cramp'), at('seized-back')], at('lower-back-spasm'));
  });

  test('with its whole branch leads on from every address that it had in it, as do its feed, Markdown and picture', async () => {
    await publish(topic.id, slugged('low-back'));
    const branch = '/back-pain/low-back';
    await all([at('lower-back-spasm'), at('back-cramp'), at('seized-back')], at('lower-back-spasm', branch));
    expect(await leadsTo(topic.old)).toBe(branch);
    for (const [before, after] of [
      [`${topic.old}/feed.xml`, `${branch}/feed.xml`],
      [`${at('seized-back')}.md`, `${at('lower-back-spasm', branch)}.md`],
      [`/share${at('sciatica')}.png`, `/share${at('sciatica', branch)}.png`],
    ] as const) {
      expect([before, await leadsTo(before)]).toEqual([before, after]);
    }
  });

  test('leads to the notice when what moved was withdrawn, and nowhere when it was unpublished', async () => {
    const branch = '/back-pain/low-back';
    expect(await leadsTo(facet.path)).toBe(at('facet-joint-pain', branch));
    expect(await textOf(at('facet-joint-pain', branch))).toContain('Retracted.');
    const lonely = { id: 'article-upper-back-pain', path: '/back-pain/neck-and-upper-back/upper-back-pain' };
    await publish(lonely.id, slugged('between-the-shoulders'));
    await all([lonely.path], '/back-pain/neck-and-upper-back/between-the-shoulders');
    await scene.client.delete(lonely.id);
    await until(
      async () => (await leadsTo('/back-pain/neck-and-upper-back/between-the-shoulders')) === '404',
      () => 'What was unpublished is still there.',
    );
    expect(await leadsTo(lonely.path)).toBe('404');
  });
});
