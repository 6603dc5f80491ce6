/** @jest-environment node */
import { aFigure } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { sitemapXml } from './sitemap.ts';

test('addresses are absolute and escaped', () => {
  const entry = { path: '/a&b<c>', lastModified: '2026-03-01T08:00:00Z', image: undefined, figures: [] };
  const xml = sitemapXml([entry], 'https://site.example');
  expect(xml).toContain('<loc>https://site.example/</loc>');
  expect(xml).toContain('<loc>https://site.example/a&amp;b&lt;c&gt;</loc><lastmod>2026-03-01T08:00:00Z</lastmod>');
});

test('an article’s hero image is listed, with a URL of this site', () => {
  const xml = sitemapXml(
    [{ path: '/a', lastModified: '2026-03-01T08:00:00Z', image: aFigure(), figures: [] }],
    'https://site.example',
  );
  expect(xml).toMatch(/<image:loc>https:\/\/site\.example\/media\/[^<]+\.jpg<\/image:loc>/);
});

test('the images in its sections are listed, each in its own aspect ratio', () => {
  const figures = [aFigure(), aFigure()];
  const entry = { path: '/a', lastModified: '2026-03-01T08:00:00Z', image: undefined, figures };
  const xml = sitemapXml([entry], 'https://site.example');
  const [, ...shapes] = xml.split(/<image:loc>https:\/\/site\.example\/media\/[^/]+\//);
  expect(shapes).toHaveLength(2);
  const [, width, height] = /-(\d+)x(\d+)-/.exec(aFigure().asset._ref) ?? [];
  expect(shapes[0]).toMatch(new RegExp(`^0-0-${width}-${height}/`));
});
