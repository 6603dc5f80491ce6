/** @jest-environment node */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';

const folder = import.meta.dirname;
const sheets = globSync('*.css', { cwd: folder });

/** Declarations with physical sides, which would be wrong in right-to-left languages. */
function physicalDeclarations(css: string): string[] {
  const declarations = css.replace(/\/\*[\s\S]*?\*\//g, '').match(/[a-z-]+\s*:[^;{}]+(?=[;}])/g) ?? [];
  return declarations.filter((declaration) => {
    const [property = '', value = ''] = declaration.split(/:(.*)/s);
    const name = property.trim();
    if (/(?:^|-)(?:left|right)(?:-|$)/.test(name) || /\b(?:left|right)\b/.test(value)) return true;
    // Four values: the second is the right, the fourth the left.
    const [, right, , left] = /^(?:margin|padding|inset|border-(?:width|style|color|radius))$/.test(name)
      ? value.trim().split(/\s+(?![^(]*\))/)
      : [];
    return left !== undefined && left !== right;
  });
}

describe('styles have no physical sides, so that they work in right-to-left languages', () => {
  test.each(sheets)('%s', (sheet) => {
    expect(physicalDeclarations(readFileSync(join(folder, sheet), 'utf8'))).toEqual([]);
  });

  test.each([
    'a { margin-left: 1em }',
    'a { left: 0; }',
    'a { text-align: right }',
    'a { float: left }',
    'a { border-top-right-radius: 2px }',
    'a { border-width: 1px 1px 1px 4px }',
  ])('%s is found', (css) => {
    expect(physicalDeclarations(css)).toHaveLength(1);
  });

  test('logical properties are allowed', () => {
    const css = 'a { margin-inline-start: 1em; padding: 0 1rem; border-block: 1px solid; inset: calc(50% - 1rem); }';
    expect(physicalDeclarations(css)).toEqual([]);
  });
});

test('all styles together are less than 9 KB with gzip', () => {
  const css = sheets.map((sheet) => readFileSync(join(folder, sheet), 'utf8')).join('');
  expect(gzipSync(css).byteLength).toBeLessThan(9 * 1024);
});
