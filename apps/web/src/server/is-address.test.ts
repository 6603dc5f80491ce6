/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { isAddress } from './is-address.ts';

test.each(['/about', '/back-pain/lower-back-pain/lower-back-spasm', '/people/amara-oyelaran'])(
  '%s may be an address',
  (path) => {
    expect(isAddress(path)).toBe(true);
  },
);

test.each(['/Back-pain', '/wp-login.php', '/a//b', '/../etc', '/a b', `/${'a/'.repeat(40)}a`, `/${'a'.repeat(500)}`])(
  '%s can’t be an address',
  (path) => {
    expect(isAddress(path)).toBe(false);
  },
);
