import { readFeed } from '@bodytext/content/feed';
import { inMemoryLake } from '@bodytext/content/in-memory-lake.fixture';
import { documents } from '@bodytext/demo/documents';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { writeFeed } from './feed.ts';

const { context } = inMemoryLake(documents);

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

test('the JSON feed of a topic has its articles, with ids that don’t depend on their addresses', async () => {
  const feed = jsonFeed.parse(JSON.parse(await feedAt('/back-pain', 'json')));
  expect(feed.title).toMatch(/^Back pain – /);
  expect(feed.items.length).toBeGreaterThan(3);
  for (const { id, url } of feed.items) {
    expect(id).toMatch(/^urn:bodytext:article-/);
    expect(url).toMatch(/^https:\/\/site\.example\/back-pain\//);
  }
});

test('RSS and Atom have every article, and Atom its own URL', async () => {
  const rss = await feedAt(undefined, 'xml');
  expect(rss).toContain('<rss version="2.0"');
  expect(rss.match(/<item>/g)).toHaveLength(10);
  const atom = await feedAt(undefined, 'atom');
  expect(atom).toContain('xmlns="http://www.w3.org/2005/Atom"');
  expect(atom).toContain('href="https://site.example/feed.atom"');
});

const hostile = ']]></title><script>alert(1)</script>&amp; pain <hip and knee';

/** A feed of one article whose text looks like markup, parsed. */
async function hostileFeed(format: 'xml' | 'atom'): Promise<Document> {
  const feed = await readFeed(context);
  const [first] = feed?.entries ?? [];
  if (feed === undefined || first === undefined) throw new Error('There is no feed.');
  const entries = [{ ...first, headline: hostile, title: 'Hip', summary: hostile, authors: ['Ann <Ay>', 'Ben'] }];
  const xml = writeFeed({ ...feed, entries }, 'https://site.example', format);
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  expect(document.querySelector('parsererror')).toBeNull();
  return document;
}

function readAsHtml(element: Element | null): Document {
  return new DOMParser().parseFromString(element?.textContent ?? '', 'text/html');
}

test.each([
  ['xml', 'item description'],
  ['atom', 'entry summary'],
  ['atom', 'entry title[type="html"]'],
] as const)('in %s, an editor’s text is escaped and complete: %s', async (format, selector) => {
  const document = await hostileFeed(format);
  expect(document.querySelectorAll('script')).toHaveLength(0);
  const read = readAsHtml(document.querySelector(selector));
  expect(read.querySelectorAll('script')).toHaveLength(0);
  expect(read.body.textContent).toBe(hostile);
});

test('an RSS title is plain text', async () => {
  const document = await hostileFeed('xml');
  expect(document.querySelector('item title')?.textContent).toBe(hostile);
});

test('in RSS, authors are `dc:creator`, since `author` is an e-mail address', async () => {
  const document = await hostileFeed('xml');
  expect(document.querySelector('author')).toBeNull();
  const [creator] = document.getElementsByTagNameNS('http://purl.org/dc/elements/1.1/', 'creator');
  expect(creator?.textContent).toBe('Ann <Ay>, Ben');
});

test('in Atom, every author has an element', async () => {
  const document = await hostileFeed('atom');
  const names = [...document.querySelectorAll('entry author name')].map(({ textContent }) => textContent);
  expect(names).toEqual(['Ann <Ay>', 'Ben']);
});
