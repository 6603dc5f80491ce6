import type { Feed as FeedContent } from '@bodytext/content/feed';
import { Feed } from 'feed';

/** The formats of a feed, by the ending of its address. */
export const feedFormats = {
  xml: { mimeType: 'application/rss+xml', write: (feed: Feed) => feed.rss2() },
  atom: { mimeType: 'application/atom+xml', write: (feed: Feed) => feed.atom1() },
  json: { mimeType: 'application/feed+json', write: (feed: Feed) => feed.json1() },
} as const;

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
      title: headline.toLowerCase().includes(title.toLowerCase()) ? headline : `${title}: ${headline}`,
      link: `${siteUrl}${path}`,
      // Every format takes the summary for HTML; ours is plain text.
      description: summary.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
      date: new Date(updatedAt),
      published: new Date(publishedAt),
      author: authors.map((name) => ({ name })),
    });
  }
  return feedFormats[format].write(feed);
}
