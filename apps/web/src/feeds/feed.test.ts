import { readFeed } from '@bodytext/content/feed';
import { aReadingRoom } from '@bodytext/content/reading.fixture';
import { documents } from '@bodytext/demo/documents';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { writeFeed } from './feed.ts';

const { context } = aReadingRoom(documents);

async function feedAt(path: string | undefined, format: 'xml' | 'atom' | 'json'): Promise<string> {
  const feed = await readFeed(context, path);
  if (feed === undefined) throw new Error('There is no feed.');
  return writeFeed(feed, 'https://site.example', format);
}

const jsonFeed = z.object({
  version: z.string(),
  title: z.string(),
  home_page_url: z.string(),
  items: z.array(z.object({ id: z.string(), url: z.url(), title: z.string(), content_html: z.string() })),
});

test('the JSON feed of a topic has its articles, with ids that outlive a new address', async () => {
  const feed = jsonFeed.parse(JSON.parse(await feedAt('/back-pain', 'json')));
  expect(feed.title).toMatch(/^Back pain – /);
  expect(feed.items.length).toBeGreaterThan(3);
  for (const { id, url } of feed.items) {
    expect(id).toMatch(/^urn:bodytext:article-/);
    expect(url).toMatch(/^https:\/\/site\.example\/back-pain\//);
  }
});

test('RSS and Atom name the site, themselves and every article', async () => {
  const rss = await feedAt(undefined, 'xml');
  expect(rss).toContain('<rss version="2.0"');
  expect(rss.match(/<item>/g)).toHaveLength(10);
  const atom = await feedAt(undefined, 'atom');
  expect(atom).toContain('xmlns="http://www.w3.org/2005/Atom"');
  expect(atom).toContain('href="https://site.example/feed.atom"');
});

test('no word of an editor ends an element', async () => {
  const feed = await readFeed(context);
  const [first] = feed?.entries ?? [];
  if (feed === undefined || first === undefined) throw new Error('There is no feed.');
  const hostile = ']]></title><script>alert(1)</script>&';
  const entries = [{ ...first, headline: hostile, summary: hostile }];
  const xml = writeFeed({ ...feed, entries }, 'https://site.example', 'xml');
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  expect(document.querySelectorAll('script')).toHaveLength(0);
  const summary = document.querySelector('item description')?.textContent ?? '';
  const read = new DOMParser().parseFromString(summary, 'text/html');
  expect(read.querySelectorAll('script')).toHaveLength(0);
  expect(read.body.textContent).toBe(hostile);
});
