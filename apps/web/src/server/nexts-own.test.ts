/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { isAddress } from './is-address.ts';
import { isNextsOwn, nowhere } from './nexts-own.ts';

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
  '/_error',
])('%s is Next’s own, and no page of the site', (url) => {
  expect(isNextsOwn(url)).toBe(true);
});

test.each(['/', '/?index', '/indexes', '/back-pain/index', '/back-pain/404', '/4040', '/%', '/_next/static/index'])(
  '%s is not',
  (url) => {
    expect(isNextsOwn(url)).toBe(false);
  },
);

test('nothing can be nowhere', () => {
  expect(isAddress(nowhere)).toBe(false);
});
