/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { isSameOrigin } from './same-origin.ts';

const siteUrl = 'https://site.example';

test.each([
  ['Sec-Fetch-Site, from a page of this site', { 'sec-fetch-site': 'same-origin', origin: siteUrl }, true],
  ['Sec-Fetch-Site, from another site', { 'sec-fetch-site': 'cross-site', origin: siteUrl }, false],
  ['Sec-Fetch-Site, from another subdomain', { 'sec-fetch-site': 'same-site' }, false],
  ['Sec-Fetch-Site, from the address bar or a bookmark', { 'sec-fetch-site': 'none' }, false],
  ['Origin, from a page of this site', { origin: siteUrl, host: 'localhost:3000' }, true],
  ['Origin, by another name of this host', { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }, true],
  ['Origin, from another site', { origin: 'https://evil.example', host: 'site.example' }, false],
  ['Origin, from a sandboxed frame', { origin: 'null', host: 'site.example' }, false],
  ['neither header', { host: 'site.example' }, false],
])('%s', (_, headers, isAccepted) => {
  expect(isSameOrigin(headers, siteUrl)).toBe(isAccepted);
});
