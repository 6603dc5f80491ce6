/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { isFromThisSite } from './same-site.ts';

const siteUrl = 'https://site.example';

test.each([
  ['a new browser, from a page here', { 'sec-fetch-site': 'same-origin', origin: siteUrl }, true],
  ['a new browser, from another site', { 'sec-fetch-site': 'cross-site', origin: siteUrl }, false],
  ['a new browser, from a neighbour', { 'sec-fetch-site': 'same-site' }, false],
  ['a new browser, typed or from a bookmark', { 'sec-fetch-site': 'none' }, false],
  ['an old browser, from a page here', { origin: siteUrl, host: 'localhost:3000' }, true],
  ['an old browser, by another name of this host', { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }, true],
  ['an old browser, from another site', { origin: 'https://evil.example', host: 'site.example' }, false],
  ['an old browser, from a frame without an origin', { origin: 'null', host: 'site.example' }, false],
  ['what is no browser', { host: 'site.example' }, false],
])('%s', (_, headers, isTaken) => {
  expect(isFromThisSite(headers, siteUrl)).toBe(isTaken);
});
