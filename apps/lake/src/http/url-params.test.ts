import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseUrlParams } from './url-params.ts';

const piece = fc.oneof(
  fc.constantFrom('query', '%24slug', '$a', '=', '&', '+', '%', '%2', '%zz', '%C3%A9', '%ff', '%ED%A0%80', '%EF%BB%BF'),
  fc.constantFrom('é', '%F0%9F%98%80', '%2525', '__proto__', '"', ' '),
  fc.string({ maxLength: 30 }).map((text) => encodeURIComponent(text.toWellFormed())),
);

test('parses any query string as URLSearchParams does, also from the cache', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const search = pieces.join('');
      for (let asked = 0; asked < 2; asked++) {
        expect(parseUrlParams(search)).toEqual([...new URLSearchParams(`?${search}`)]);
      }
    }),
    { numRuns: 2_000 },
  );
});
