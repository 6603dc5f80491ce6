import type { Feed as FeedContent } from '@bodytext/content/feed';
import { type Author, Feed, type Item } from 'feed';

/** The formats of a feed, by the ending of its address, and how each says what an article is called and who wrote it. */
export const feedFormats = {
  xml: {
    mimeType: 'application/rss+xml',
    write: (feed: Feed) => feed.rss2(),
    // An `author` of RSS is an e-mail address.
    signed: (title: string, authors: string[]): Signed => ({
      title,
      extensions: authors.length === 0 ? [] : [{ name: 'dc:creator', objects: creator(authors) }],
    }),
  },
  atom: {
    mimeType: 'application/atom+xml',
    write: (feed: Feed) => feed.atom1(),
    // The library calls a title HTML here, and here alone.
    signed: (title: string, authors: string[]): Signed => ({ title: asHtml(title), author: named(authors) }),
  },
  json: {
    mimeType: 'application/feed+json',
    write: (feed: Feed) => feed.json1(),
    signed: (title: string, authors: string[]): Signed => ({ title, author: named(authors) }),
  },
} as const;

type Signed = Pick<Item, 'title' | 'author' | 'extensions'>;

export type FeedFormat = keyof typeof feedFormats;

/** The feed of the site or of a topic, as its readers want it. */
export function writeFeed({ site, topic, entries }: FeedContent, siteUrl: string, format: FeedFormat): string {
  const { siteName, description, tagline, language = 'en' } = site.settings;
  const home = `${siteUrl}${topic?.path ?? '/'}`;
  const base = `${siteUrl}${topic?.path ?? ''}/feed`;
  const feed = new Feed({
    id: home,
    link: home,
    title: topic === undefined ? siteName : `${topic.title} – ${siteName}`,
    description: description ?? tagline ?? siteName,
    language,
    copyright: site.settings.organisation ?? siteName,
    // The last change of the content, not of the minute: else no reader could tell that nothing changed.
    updated: new Date(entries[0]?.updatedAt ?? 0),
    feedLinks: { rss: `${base}.xml`, atom: `${base}.atom`, json: `${base}.json` },
  });
  for (const { id, title, headline, path, summary, publishedAt, updatedAt, authors } of entries) {
    feed.addItem({
      id: `urn:bodytext:${id}`,
      guid: `urn:bodytext:${id}`,
      ...feedFormats[format].signed(
        headline.toLowerCase().includes(title.toLowerCase()) ? headline : `${title}: ${headline}`,
        authors,
      ),
      link: `${siteUrl}${path}`,
      // Every format takes the summary for HTML; ours is plain text.
      description: asHtml(summary),
      date: new Date(updatedAt),
      published: new Date(publishedAt),
    });
  }
  return feedFormats[format].write(feed);
}

/** @see https://www.dublincore.org/specifications/dublin-core/dcmi-terms/#http://purl.org/dc/elements/1.1/creator */
function creator(authors: string[]): Record<string, unknown> {
  return { _attributes: { 'xmlns:dc': 'http://purl.org/dc/elements/1.1/' }, _text: authors.join(', ') };
}

function named(authors: string[]): Author[] {
  return authors.map((name) => ({ name }));
}

function asHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
