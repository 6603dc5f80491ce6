/** @jest-environment node */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isAddress } from './is-address.ts';
import { nowhere, targetOf } from './request-target.ts';

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
])('%s is none of the build’s files', (url) => {
  expect(targetOf(url)).toEqual({ kind: 'nowhere' });
});

test.each(['/_next/static/chunks/35u78wu21_2jk.css', '/_next/static/DIUvBJ4rjUuIFj5VcP3bX/_buildManifest.js'])(
  '%s is one',
  (url) => {
    expect(targetOf(url)).toEqual({ kind: 'here', url });
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
])('%s is Next’s own, and no page of the site', (url) => {
  expect(targetOf(url).kind).toBe('nowhere');
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
])('%s is asked for as it stands', (url) => {
  expect(targetOf(url)).toEqual({ kind: 'here', url });
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
])('%s is another way to write %s, which readers are sent to', (url, normal) => {
  expect(targetOf(url)).toEqual({ kind: 'elsewhere', url: normal });
});

test('what follows a question mark makes no other page of one that does not ask for it', () => {
  expect(targetOf('/back-pain?nxtPpath=people')).toEqual({ kind: 'here', url: '/back-pain' });
  expect(targetOf('/feed.xml?topic=back-pain&format=json')).toEqual({ kind: 'here', url: '/feed.xml' });
  expect(targetOf('/media/a.webp?w=1')).toEqual({ kind: 'here', url: '/media/a.webp' });
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
])('nothing is at %s', (url) => {
  expect(targetOf(url)).toEqual({ kind: 'nowhere' });
});

test.each(['/%', '/%E0%A4%A', '/back-pain/%zz', '/_next/%ff'])('%s can’t be read', (url) => {
  expect(targetOf(url)).toEqual({ kind: 'unreadable' });
});

test('a path of thousands of segments, or of thousands of letters, is not looked at any further', () => {
  expect(targetOf('/a'.repeat(4_000)).kind).toBe('nowhere');
  expect(targetOf(`${'/a'.repeat(17)}/feed.xml`).kind).toBe('nowhere');
  expect(targetOf(`/${'a'.repeat(4_000)}.md`).kind).toBe('nowhere');
});

test('the deepest and longest address there may be is within what is looked at', () => {
  const deepest = `/${'a'.repeat(96)}`.repeat(12);
  expect(isAddress(deepest)).toBe(true);
  for (const url of [deepest, `/share${deepest}.png`, `${deepest}/feed.atom`]) {
    expect(targetOf(url)).toEqual({ kind: 'here', url });
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

test('whatever is put together from such pieces: nothing of Next’s but the build’s files is ever asked for', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const target = targetOf(`/${pieces.join('')}`);
      if (target.kind !== 'here') return;
      const [path = ''] = target.url.split('?');
      const seen = new URL(path, 'http://site').pathname;
      expect(seen).toBe(path);
      if (/next/i.test(decodeURIComponent(path).split('/')[1] ?? ''))
        expect(path).toMatch(/^\/_next\/static\/.|^\/[^_]/);
    }),
    { numRuns: 5_000 },
  );
});

test('where a reader is sent is never sent on, nor to another host', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const target = targetOf(`/${pieces.join('')}`);
      if (target.kind !== 'elsewhere') return;
      expect(target.url).toMatch(/^\/(?!\/)/);
      expect(targetOf(target.url).kind).toBe('here');
    }),
    { numRuns: 5_000 },
  );
});

test('nothing can be nowhere', () => {
  expect(isAddress(nowhere)).toBe(false);
  expect(targetOf(nowhere).kind).toBe('nowhere');
});
