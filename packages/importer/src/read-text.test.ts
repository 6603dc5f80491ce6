import { Buffer } from 'node:buffer';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maxFileBytes, readText } from './read-text.ts';

const curly = 'It’s “over” — nearly…';

function utf16(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

describe('readText', () => {
  it('reads UTF-8, with and without byte-order mark', () => {
    expect(readText(Buffer.from(curly))).toBe(curly);
    expect(readText(Buffer.from(`\ufeff${curly}`))).toBe(curly);
  });

  it('reads UTF-16 of either byte order, by its mark', () => {
    expect(readText(utf16(curly, 'le'))).toBe(curly);
    expect(readText(utf16(curly, 'be'))).toBe(curly);
  });

  it('reads Windows-1252', () => {
    const windows1252 = Buffer.from([
      0x49, 0x74, 0x92, 0x73, 0x20, 0x93, 0x6f, 0x76, 0x65, 0x72, 0x94, 0x85, 0x20, 0xe9,
    ]);
    expect(readText(windows1252)).toBe('It’s “over”… é');
  });

  it('normalises line ends', () => {
    expect(readText(Buffer.from('a\r\nb\rc\nd\u2028e'))).toBe('a\nb\nc\nd\ne');
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z é“”]*$/), { minLength: 1 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        (lines, ending) => {
          expect(readText(Buffer.from(lines.join(ending)))).toBe(lines.join('\n'));
        },
      ),
    );
  });

  it('keeps curly quotes, dashes and non-breaking spaces', () => {
    expect(readText(Buffer.from('a\u00a0 “b”\t–'))).toBe('a\u00a0 “b”\t–');
  });

  it('rejects binary files', () => {
    const wordFile = Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x08, 0x00]);
    expect(() => readText(wordFile)).toThrow(/not plain text\. Save the article as plain text/);
    expect(() => readText(Buffer.from('no mark', 'utf16le'))).toThrow(/not plain text/);
  });

  it('rejects files above the size limit only', () => {
    expect(() => readText(new Uint8Array(maxFileBytes + 1).fill(0x61))).toThrow(/larger than 1 MB/);
    expect(readText(new Uint8Array(maxFileBytes).fill(0x61))).toHaveLength(maxFileBytes);
  });
});
