/** @jest-environment node */
import { aFigure } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { sitemapXml } from './sitemap.ts';

test('addresses are whole, and nothing in them can break the XML', () => {
  const entry = { path: '/a&b<c>', lastModified: '2026-03-01T08:00:00Z', image: undefined };
  const xml = sitemapXml([entry], 'https://site.example');
  expect(xml).toContain('<loc>https://site.example/</loc>');
  expect(xml).toContain('<loc>https://site.example/a&amp;b&lt;c&gt;</loc><lastmod>2026-03-01T08:00:00Z</lastmod>');
});

test('an article’s picture is named, at an address of this site', () => {
  const xml = sitemapXml(
    [{ path: '/a', lastModified: '2026-03-01T08:00:00Z', image: aFigure() }],
    'https://site.example',
  );
  expect(xml).toMatch(/<image:loc>https:\/\/site\.example\/media\/[^<]+\.jpg<\/image:loc>/);
});
