/** @jest-environment node */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isAddress } from './is-address.ts';
import { notFoundUrl, parseRequestTarget } from './request-target.ts';

const image = 'image?url=%2Fapple-touch-icon.png&w=640&q=75';

test.each([
  `/_next/${image}`,
  `/./_next/${image}`,
  `/%2e/_next/${image}`,
  `/a/../_next/${image}`,
  `/%5fnext/${image}`,
  `/%5Fnext/${image}`,
  `/%255fnext/${image}`,
  `//_next/${image}`,
  `/_next//${image}`,
  `/_next/./${image}`,
  `/_next/static/../${image}`,
  `/_next/static/%2e%2e/${image}`,
  `/_next/static/.%2E/${image}`,
  `/_next/static/..%2f${image}`,
  `/_next/static/a/..%5c..%5c${image}`,
  `/_next%2f${image}`,
  `/_next\\${image}`,
  `/_NEXT/${image}`,
  `/_Next/static/chunks/a.css`,
  `http://site.example/_next/${image}`,
  '/_next',
  '/_next/',
  '/_next/static',
  '/_next/static/',
  '/_next/data/build/index.json',
  '/./_next/data/build/index.json',
  '/_next/webpack-hmr',
  '/__nextjs_original-stack-frame',
  '/_error',
  '/_app',
])('%s is not a file of the build', (url) => {
  expect(parseRequestTarget(url)).toEqual({ kind: 'notFound' });
});

test.each(['/_next/static/chunks/35u78wu21_2jk.css', '/_next/static/DIUvBJ4rjUuIFj5VcP3bX/_buildManifest.js'])(
  '%s is a file of the build',
  (url) => {
    expect(parseRequestTarget(url)).toEqual({ kind: 'routable', url });
  },
);

test.each([
  '/index',
  '/index/',
  '/index?x=1',
  '/%69ndex',
  '/index/back-pain',
  '/index%2Fback-pain',
  '/404',
  '/404?x=1',
  '/500',
])('%s is internal to Next, and no page of the site', (url) => {
  expect(parseRequestTarget(url).kind).toBe('notFound');
});

test.each([
  '/',
  '/indexes',
  '/back-pain/index',
  '/back-pain/404',
  '/4040',
  '/a-to-z/%C3%A9',
  '/a-to-z/0-9',
  '/feed.xml',
  '/back-pain/feed.json',
  '/back-pain/sciatica.md',
  '/share/back-pain/sciatica.png',
  '/media/0123-1600x900-webp/0-0-1600-900/640.webp',
  '/api/revalidate',
  '/api/preview/enable?sanity-preview-secret=a%2Fb',
  '/search?q=a+b&page=2',
])('%s is routed unchanged', (url) => {
  expect(parseRequestTarget(url)).toEqual({ kind: 'routable', url });
});

test.each([
  ['/back-pain/', '/back-pain'],
  ['/back-pain//sciatica', '/back-pain/sciatica'],
  ['/%62ack-pain', '/back-pain'],
  ['/back-pain/./sciatica', '/back-pain/sciatica'],
  ['/headaches/../back-pain', '/back-pain'],
  ['/back-pain/..', '/'],
  ['//evil.example', '/evil.example'],
  ['/%2e%2e/back-pain', '/back-pain'],
  ['/sciatica%2Emd', '/sciatica.md'],
  ['/a-to-z/%c3%a9', '/a-to-z/%C3%A9'],
  ['/search/?q=a%2Fb?', '/search?q=a%2Fb?'],
])('%s redirects to its normalized form, %s', (url, normalized) => {
  expect(parseRequestTarget(url)).toEqual({ kind: 'redirect', url: normalized });
});

test('the query is dropped, except for addresses that need it', () => {
  expect(parseRequestTarget('/back-pain?nxtPpath=people')).toEqual({ kind: 'routable', url: '/back-pain' });
  expect(parseRequestTarget('/feed.xml?topic=back-pain&format=json')).toEqual({ kind: 'routable', url: '/feed.xml' });
  expect(parseRequestTarget('/media/a.webp?w=1')).toEqual({ kind: 'routable', url: '/media/a.webp' });
});

test.each([
  '/Back-Pain',
  '/FEED.xml',
  '/MEDIA/a.webp',
  '/a-to-z/%C3%89',
  '/No%20address',
  '/back-pain#x',
  '/back%2Fpain',
  '/back%5Cpain',
  '/back%00pain',
  '/back%0Apain',
  '/api/feed?format=xml',
  '/api/healthz',
  '*',
  'back-pain',
  '',
  'http://site.example',
])('%s is not found', (url) => {
  expect(parseRequestTarget(url)).toEqual({ kind: 'notFound' });
});

test.each(['/%', '/%E0%A4%A', '/back-pain/%zz', '/_next/%ff'])('%s is malformed', (url) => {
  expect(parseRequestTarget(url)).toEqual({ kind: 'malformed' });
});

test('a path with thousands of segments or characters is not found', () => {
  expect(parseRequestTarget('/a'.repeat(4_000)).kind).toBe('notFound');
  expect(parseRequestTarget(`${'/a'.repeat(17)}/feed.xml`).kind).toBe('notFound');
  expect(parseRequestTarget(`/${'a'.repeat(4_000)}.md`).kind).toBe('notFound');
});

test('the deepest and longest address is within the limits', () => {
  const deepest = `/${'a'.repeat(96)}`.repeat(12);
  expect(isAddress(deepest)).toBe(true);
  for (const url of [deepest, `/share${deepest}.png`, `${deepest}/feed.atom`]) {
    expect(parseRequestTarget(url)).toEqual({ kind: 'routable', url });
  }
});

const piece = fc.constantFrom(
  '/',
  '_next',
  'static',
  'image',
  'data',
  '.',
  '..',
  '%2e',
  '%2F',
  '%5c',
  '\\',
  '%5f',
  'a',
  'N',
  '?',
  '%25',
  'é',
  '%c3%a9',
);

test('no combination of such pieces reaches a path of Next except the build’s files', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const target = parseRequestTarget(`/${pieces.join('')}`);
      if (target.kind !== 'routable') return;
      const [path = ''] = target.url.split('?');
      const seen = new URL(path, 'http://site').pathname;
      expect(seen).toBe(path);
      if (/next/i.test(decodeURIComponent(path).split('/')[1] ?? ''))
        expect(path).toMatch(/^\/_next\/static\/.|^\/[^_]/);
    }),
    { numRuns: 5_000 },
  );
});

test('a redirect leads neither to another redirect nor to another host', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const target = parseRequestTarget(`/${pieces.join('')}`);
      if (target.kind !== 'redirect') return;
      expect(target.url).toMatch(/^\/(?!\/)/);
      expect(parseRequestTarget(target.url).kind).toBe('routable');
    }),
    { numRuns: 5_000 },
  );
});

test('nothing can exist at the URL for not-found targets', () => {
  expect(isAddress(notFoundUrl)).toBe(false);
  expect(parseRequestTarget(notFoundUrl).kind).toBe('notFound');
});
