import type { SitemapEntry } from '@bodytext/content/sitemap';
import { largestImage } from '../media/media-url.ts';

/**
 * The sitemap as XML, with the images of each article.
 *
 * @see https://www.sitemaps.org/protocol.html
 * @see https://developers.google.com/search/docs/crawling-indexing/sitemaps/image-sitemaps
 */
export function sitemapXml(entries: readonly SitemapEntry[], siteUrl: string): string {
  const ownPages = ['/', '/a-to-z', '/people'].map((path) => ({
    path,
    lastModified: undefined,
    image: undefined,
    figures: [],
  }));
  const urls = [...ownPages, ...entries].map(({ path, lastModified, image, figures }) => {
    const sources = [
      image && largestImage(image, 'wide', 'jpg', 1280),
      ...figures.map((figure) => largestImage(figure, 'natural', 'jpg', 1280)),
    ];
    const parts = [
      element('loc', `${siteUrl}${path}`),
      lastModified ? element('lastmod', lastModified) : '',
      ...sources.map((source) =>
        source ? `<image:image>${element('image:loc', `${siteUrl}${source}`)}</image:image>` : '',
      ),
    ];
    return `  <url>${parts.join('')}</url>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">\n${urls.join('')}</urlset>\n`;
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

const special = /[&<>"]/;

function escapeXml(text: string): string {
  if (!special.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
