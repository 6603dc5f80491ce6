/** @jest-environment node */
import { aFigure, anImageAsset, oneOfEachType } from '@bodytext/schema/fixtures';
import { lookupOf } from '@bodytext/schema/lookup';
import { isOnSite } from '@bodytext/schema/site-address';
import { expect, test } from '@jest/globals';
import nextConfig from '../../next.config.js';
import { imageSource } from '../media/media-url.ts';

const lookup = lookupOf([...oneOfEachType(), anImageAsset()]);
const image = imageSource(aFigure(), 'natural', 'webp')?.src ?? '';

/** An address for each rewrite; undefined where it is not for readers. */
const examples: Record<string, string | undefined> = {
  '/healthz': undefined,
  '/media/:path*': image,
  '/instant-search.js': undefined,
  '/preview.:extension(js|css)': undefined,
  '/feed.:format(xml|atom|json)': '/feed.atom',
  '/:topic+/feed.:format(xml|atom|json)': '/back-pain/feed.xml',
  '/:path+.md': '/back-pain/stiff-neck.md',
  '/llms.txt': '/llms.txt',
  '/manifest.webmanifest': '/manifest.webmanifest',
  '/speculation-rules.json': undefined,
  '/share/:path+.png': '/share/back-pain/stiff-neck.png',
  '/robots.txt': '/robots.txt',
  '/sitemap.xml': '/sitemap.xml',
};

/** The server handles these itself. */
const withoutNext = ['/media/:path*', '/share/:path+.png'];

test('every rewrite of the site has an example here', async () => {
  const rewrites = (await nextConfig('phase-production-build').rewrites?.()) ?? [];
  const sources = Array.isArray(rewrites) ? rewrites.map(({ source }) => source) : [];
  expect(Object.keys(examples).toSorted()).toEqual([...sources, ...withoutNext].toSorted());
});

test.each(Object.values(examples).filter((address) => address !== undefined))(
  'a call to action may link to %s',
  (address) => {
    expect(isOnSite(address, lookup)).toBe(true);
  },
);
