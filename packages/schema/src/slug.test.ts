import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { slug, slugOf } from './slug.ts';

const anyTitle = fc.oneof(fc.string(), fc.string({ unit: 'grapheme', maxLength: 200 }), fc.string({ unit: 'binary' }));

describe('slugOf', () => {
  it.each([
    ['Lower Back Pain', 'lower-back-pain'],
    ['Café & Back Pain', 'cafe-and-back-pain'],
    ['What’s a “slipped” disc?', 'whats-a-slipped-disc'],
    ['  C5/C6 – the neck  ', 'c5-c6-the-neck'],
    ['坐骨神经痛', ''],
    ['', ''],
  ])('makes of “%s” the slug “%s”', (title, expected) => {
    expect(slugOf(title)).toBe(expected);
  });

  it('makes a slug that the schema accepts, or nothing', () => {
    fc.assert(
      fc.property(anyTitle, (title) => {
        const current = slugOf(title);
        expect(current === '' || slug.safeParse({ current }).success).toBe(true);
      }),
    );
  });

  it('leaves a slug as it is', () => {
    fc.assert(
      fc.property(anyTitle, (title) => {
        expect(slugOf(slugOf(title))).toBe(slugOf(title));
      }),
    );
  });

  it('ends a slug that it had to cut with a letter, not with a hyphen', () => {
    expect(slugOf(`${'x'.repeat(95)} yz`)).toBe('x'.repeat(95));
  });
});
