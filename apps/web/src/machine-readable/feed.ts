import type { Feed as FeedContent } from '@bodytext/content/feed';
import { type Author, Feed, type Item } from 'feed';

/** The formats of a feed, by file extension, and how each writes the title and authors of an article. */
export const feedFormats = {
  xml: {
    mimeType: 'application/rss+xml',
    write: (feed: Feed) => feed.rss2(),
    // RSS defines `author` as an e-mail address: names go into Dublin Core's `creator`.
    titleAndAuthors: (title: string, authors: string[]): TitleAndAuthors => ({
      title,
      extensions: authors.length === 0 ? [] : [{ name: 'dc:creator', objects: creator(authors) }],
    }),
  },
  atom: {
    mimeType: 'application/atom+xml',
    write: (feed: Feed) => feed.atom1(),
    // Only for Atom does the library mark the title as HTML.
    titleAndAuthors: (title: string, authors: string[]): TitleAndAuthors => ({
      title: asHtml(title),
      author: named(authors),
    }),
  },
  json: {
    mimeType: 'application/feed+json',
    write: (feed: Feed) => feed.json1(),
    titleAndAuthors: (title: string, authors: string[]): TitleAndAuthors => ({ title, author: named(authors) }),
  },
} as const;

type TitleAndAuthors = Pick<Item, 'title' | 'author' | 'extensions'>;

export type FeedFormat = keyof typeof feedFormats;

/** The feed of the site or of a topic, serialized. */
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
    // Not the current time, with which the feed would look changed, and its ETag would differ, at every request.
    updated: new Date(entries[0]?.updatedAt ?? 0),
    feedLinks: { rss: `${base}.xml`, atom: `${base}.atom`, json: `${base}.json` },
  });
  for (const { id, title, headline, path, summary, publishedAt, updatedAt, authors } of entries) {
    feed.addItem({
      id: `urn:bodytext:${id}`,
      guid: `urn:bodytext:${id}`,
      ...feedFormats[format].titleAndAuthors(
        headline.toLowerCase().includes(title.toLowerCase()) ? headline : `${title}: ${headline}`,
        authors,
      ),
      link: `${siteUrl}${path}`,
      // All formats have HTML here; the summary is plain text.
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
